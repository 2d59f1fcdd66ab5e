// Log lines: a click on a word offers to look for it, lines are copied and wrapped. Without this script the form has a field for words.
(function () {
  'use strict';
  const wordCharacter = /[^\s"'`,;()[\]{}<>=|]/;
  let box = null;

  function close() {
    if (box) { box.remove(); box = null; }
  }

  function wordAt(event) {
    const place = document.caretPositionFromPoint ? document.caretPositionFromPoint(event.clientX, event.clientY) : null;
    const range = place ? null : document.caretRangeFromPoint(event.clientX, event.clientY);
    const node = place ? place.offsetNode : range ? range.startContainer : null;
    const offset = place ? place.offset : range ? range.startOffset : 0;
    if (!node || node.nodeType !== Node.TEXT_NODE) { return ''; }
    const text = node.textContent;
    let from = offset;
    let to = offset;
    while (from > 0 && wordCharacter.test(text[from - 1])) { from--; }
    while (to < text.length && wordCharacter.test(text[to])) { to++; }
    return text.slice(from, to).replace(/[.:!?]+$/, '');
  }

  function address(lines, word, without) {
    const parameters = new URLSearchParams({ query: lines.dataset.query, source: lines.dataset.source,
      minutes: lines.dataset.minutes, word: word });
    if (without) { parameters.set('not', '1'); }
    if (lines.dataset.from) { parameters.set('from', lines.dataset.from); parameters.set('to', lines.dataset.to); }
    return '/logs?' + parameters;
  }

  function link(text, href) {
    const one = document.createElement('a');
    one.className = 'btn btn-sm btn-outline-primary';
    one.href = href;
    one.textContent = text;
    return one;
  }

  function offer(event, lines, word) {
    close();
    box = document.createElement('div');
    box.className = 'word-box border rounded-2 shadow-sm p-2 d-flex flex-wrap gap-2 align-items-center';
    box.setAttribute('role', 'dialog');
    const name = document.createElement('code');
    name.textContent = word;
    box.append(name, link(lines.dataset.with, address(lines, word, false)), link(lines.dataset.without, address(lines, word, true)));
    document.body.append(box);
    box.style.left = Math.max(4, Math.min(event.pageX, document.documentElement.clientWidth - box.offsetWidth - 8)) + 'px';
    box.style.top = event.pageY + 12 + 'px';
  }

  document.addEventListener('click', function (event) {
    if (box && box.contains(event.target)) { return; }
    close();
    const copied = event.target.closest('[data-copy-line]');
    if (copied) {
      const text = copied.closest('.log-line').querySelector('.log-text').textContent;
      window.tocsinCopy(text).then(function () {
        copied.classList.add('text-success-emphasis');
        setTimeout(function () { copied.classList.remove('text-success-emphasis'); }, 1500);
      }).catch(function () { window.prompt('', text); });
      return;
    }
    const line = event.target.closest('.log-text');
    const lines = event.target.closest('[data-word-query]');
    if (!line || !lines || String(window.getSelection())) { return; }
    const word = wordAt(event);
    if (word) { offer(event, lines, word); }
  });
  document.addEventListener('keydown', function (event) { if (event.key === 'Escape') { close(); } });

  function wrap() {
    const box = document.querySelector('[data-wrap]');
    const lines = document.getElementById('lines');
    if (box && lines) { lines.classList.toggle('is-unwrapped', !box.checked); }
  }
  try {
    const box = document.querySelector('[data-wrap]');
    if (box) { box.checked = localStorage.getItem('tocsin-wrap') !== 'no'; }
  } catch (problem) { /* it wraps */ }
  document.addEventListener('change', function (event) {
    if (!event.target.matches('[data-wrap]')) { return; }
    try { localStorage.setItem('tocsin-wrap', event.target.checked ? 'yes' : 'no'); } catch (problem) { /* for this page only */ }
    wrap();
  });
  wrap();
})();
