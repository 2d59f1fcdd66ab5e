// Keyboard: / filter, j and k move, Enter opens, s silences, a acknowledges, ? help. Never while somebody types.
(function () {
  'use strict';
  const help = document.querySelector('[data-keys-help]');
  let index = -1;
  let chosen = '';

  function items() { return Array.from(document.querySelectorAll('[data-item]')); }

  function mark(next, all) {
    index = Math.min(Math.max(next, 0), all.length - 1);
    chosen = all[index].id;
    all.forEach(function (item, place) { item.classList.toggle('is-chosen', place === index); });
  }

  function select(next) {
    const all = items();
    if (all.length === 0) { return; }
    mark(next, all);
    all[index].focus({ preventScroll: true });
    all[index].scrollIntoView({ block: 'nearest' });
  }

  function find(selector) {
    const all = items();
    // While the list is being replaced another row may stand at this place.
    const item = chosen === '' ? all[index] : all.find(function (one) { return one.id === chosen; });
    return item ? item.matches(selector) ? item : item.querySelector(selector) : null;
  }

  function follow(selector) {
    const link = find(selector);
    if (link) { link.click(); }
  }

  const actions = {
    '/': function () { const filter = document.querySelector('[data-filter]'); if (filter) { filter.focus(); filter.select(); } },
    j: function () { select(index + 1); },
    k: function () { select(index - 1); },
    s: function () { follow('[data-silence]'); },
    a: function () { follow('[data-acknowledge]'); },
    '?': function () { if (help && !help.open) { help.showModal(); } }
  };

  document.addEventListener('keydown', function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || help && help.open) { return; }
    if (event.target.closest('input, textarea, select, [contenteditable]')) {
      if (event.key === 'Escape') { event.target.blur(); }
      return;
    }
    // While the list is being replaced the row that was chosen has no focus.
    if (event.key === 'Enter' && (event.target.matches('[data-item]') || event.target === document.body && index >= 0)) {
      follow('[data-open], a');
    } else if (Object.hasOwn(actions, event.key)) {
      event.preventDefault();
      actions[event.key]();
    }
  });

  // The list is replaced when it is refreshed; the row that was chosen stays chosen, wherever it is now.
  document.body.addEventListener('htmx:afterSettle', function () {
    const all = items();
    const place = all.findIndex(function (item) { return item.id !== '' && item.id === chosen; });
    if (place >= 0) {
      mark(place, all);
      if (document.activeElement === document.body) { all[place].focus({ preventScroll: true }); }
    } else if (index >= 0) {
      index = Math.min(index, all.length) - 1;
    }
  });
})();
