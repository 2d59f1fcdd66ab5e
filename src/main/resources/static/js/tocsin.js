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

  // The banner is swapped only when it says something else, so that nobody hears it again; and never for the login page.
  let shownBanner = null;
  document.body.addEventListener('htmx:beforeSwap', function (event) {
    if (event.detail.target.id !== 'watching-banner') { return; }
    const text = event.detail.xhr.responseText;
    const isLogin = event.detail.xhr.responseURL.endsWith('/login');
    const shown = shownBanner === null ? event.detail.target.textContent.replace(/\s+/g, ' ') : shownBanner;
    const holder = document.createElement('template');
    holder.innerHTML = text;
    const next = holder.content.textContent.replace(/\s+/g, ' ');
    if (isLogin || next.trim() === shown.trim()) { event.detail.shouldSwap = false; return; }
    shownBanner = next;
  });
  document.body.addEventListener('htmx:load', function (event) { localiseTimes(event.detail.elt); });
  document.querySelectorAll('[data-theme-switch]').forEach(function (button) {
    button.addEventListener('click', function () { window.tocsinNextTheme(); });
  });

  // Times are typed in the reader's zone; without a script, or when there are times already, in the zone that is shown.
  document.querySelectorAll('input[data-zone]').forEach(function (input) {
    const form = input.form;
    const hasTimes = Array.from(form.querySelectorAll('input[type=datetime-local]')).some(function (time) { return time.value; });
    if (hasTimes) { return; }
    input.value = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
    form.querySelectorAll('[data-zone-label]').forEach(function (label) { label.textContent = input.value; });
  });
  document.querySelectorAll('input[data-chooses]').forEach(function (input) {
    input.addEventListener('input', function () { document.getElementById(input.dataset.chooses).checked = true; });
  });

  const help = document.querySelector('[data-keys-help]');
  document.querySelectorAll('[data-keys-open]').forEach(function (button) {
    button.addEventListener('click', function () { help.showModal(); });
  });

  // Without TLS a browser has no clipboard for scripts, but still copies what is selected.
  function copy(text) {
    if (navigator.clipboard) { return navigator.clipboard.writeText(text); }
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const isDone = document.execCommand('copy');
    area.remove();
    return isDone ? Promise.resolve() : Promise.reject(new Error('not copied'));
  }
  document.addEventListener('click', function (event) {
    const button = event.target.closest('[data-copy], [data-copy-path]');
    if (!button) { return; }
    const label = button.textContent;
    copy(button.dataset.copy || location.origin + button.dataset.copyPath).then(function () {
      button.textContent = button.dataset.copied;
      setTimeout(function () { button.textContent = label; }, 1500);
    }).catch(function () { window.prompt(label, button.dataset.copy || location.origin + button.dataset.copyPath); });
  });
  document.querySelectorAll('[data-check-all]').forEach(function (button) {
    button.addEventListener('click', function () {
      const boxes = Array.from(document.querySelectorAll('input[type=checkbox][form="' + button.dataset.checkAll + '"]'));
      const isAll = boxes.every(function (box) { return box.checked; });
      boxes.forEach(function (box) { box.checked = !isAll; });
    });
  });
})();
