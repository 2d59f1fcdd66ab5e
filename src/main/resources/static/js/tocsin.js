// Small improvements over pages that work without any script: times in the reader's zone, and the theme switch.
(function () {
  'use strict';
  const format = new Intl.DateTimeFormat(document.documentElement.lang || undefined,
    { dateStyle: 'medium', timeStyle: 'medium' });

  function localiseTimes(root) {
    root.querySelectorAll('time[datetime]:not([data-local])').forEach(function (element) {
      const at = new Date(element.getAttribute('datetime'));
      if (isNaN(at)) { return; }
      element.title = element.textContent.trim();
      element.textContent = format.format(at);
      element.setAttribute('data-local', '');
    });
  }

  localiseTimes(document);
  document.body.addEventListener('htmx:load', function (event) { localiseTimes(event.detail.elt); });
  document.querySelectorAll('[data-theme-switch]').forEach(function (button) {
    button.addEventListener('click', function () { window.tocsinNextTheme(); });
  });
})();
