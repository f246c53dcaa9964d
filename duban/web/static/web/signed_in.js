// A form marked data-typed is sent only while its page's person is still signed in: signed out elsewhere, what was typed
// stays on the page, and nothing of it is kept anywhere else. Signed in again in another window, it is sent from here.
"use strict";

(() => {
  const ask = async (place) => {
    const answer = await fetch(place.dataset.address, { cache: "no-store", headers: { Accept: "application/json" } });
    return answer.ok && !answer.redirected ? answer.json() : null;
  };

  const tell = (place, person) => {
    for (const part of place.querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "out") !== !person;
    place.hidden = false;
    place.focus();
  };

  const send = (form, submitter, token) => {
    const field = form.elements.namedItem("csrfmiddlewaretoken");
    if (token && field instanceof HTMLInputElement) field.value = token; // another sign-in makes the old one void
    form.dataset.asked = "1";
    form.requestSubmit(submitter);
  };

  // before a page's own scripts: they see the form once it really goes
  document.addEventListener("submit", (event) => {
    const form = event.target, place = document.getElementById("not-sent");
    if (!(form instanceof HTMLFormElement) || !("typed" in form.dataset) || !place) return;
    if (form.dataset.asked) return void delete form.dataset.asked;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.asking) return;
    form.dataset.asking = "1";
    const submitter = event.submitter;
    ask(place).catch(() => null).then((now) => {
      delete form.dataset.asking;
      place.hidden = true;
      if (now && now.person !== place.dataset.person) tell(place, now.person);
      else send(form, submitter, now && now.token);
    });
  }, true);
})();
