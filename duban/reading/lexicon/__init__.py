"""Knowledge of the language as data: tables of words and patterns, and a sentence for every rule."""
