// Says so when a part of the page could not be fetched: no connection, no longer allowed, a fault.
// A page that tells it better itself cancels the event with preventDefault.
"use strict";

(() => {
  const place = () => document.getElementById("fragment-trouble");

  const tell = (event, reason) => {
    const line = place();
    if (!line || event.defaultPrevented) return;
    line.textContent = line.getAttribute(`data-${reason}`);
    line.hidden = false;
  };

  document.addEventListener("htmx:sendError", (event) => tell(event, "offline"));
  document.addEventListener("htmx:timeout", (event) => tell(event, "offline"));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    tell(event, status === 403 ? "forbidden" : status === 404 ? "missing" : "fault");
  });
  document.addEventListener("htmx:afterOnLoad", (event) => {
    const line = place();
    if (line && event.detail.successful) line.hidden = true;
  });
})();
