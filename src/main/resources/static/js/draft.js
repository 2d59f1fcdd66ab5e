// The draft editor: a problem leads to its place in the text, and Tab writes spaces until Escape was pressed.
(function () {
  'use strict';
  const text = document.getElementById('text');
  if (!text) { return; }
  let leavesWithTab = false;

  function goTo(line, column) {
    const lines = text.value.split('\n');
    let start = 0;
    for (let i = 0; i < line - 1 && i < lines.length; i++) { start += lines[i].length + 1; }
    const from = start + Math.max(column - 1, 0);
    text.focus();
    text.setSelectionRange(from, start + (lines[line - 1] || '').length);
    text.scrollTop = Math.max(0, (line - 5) * parseFloat(getComputedStyle(text).lineHeight || '20'));
  }

  document.addEventListener('click', function (event) {
    const place = event.target.closest('[data-goto-line]');
    if (place) { goTo(Number(place.dataset.line), Number(place.dataset.column)); }
  });
  text.addEventListener('keydown', function (event) {
    if (event.key === 'Escape') { leavesWithTab = true; return; }
    if (event.key !== 'Tab' || event.shiftKey || leavesWithTab) { return; }
    event.preventDefault();
    text.setRangeText('  ', text.selectionStart, text.selectionEnd, 'end');
  });
  text.addEventListener('focus', function () { leavesWithTab = false; });
  if (text.dataset.goto) { goTo(Number(text.dataset.goto), 1); }
})();
