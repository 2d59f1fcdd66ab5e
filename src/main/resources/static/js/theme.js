// Loaded in the head, so that the page never flashes in the wrong theme. The choice lives in the browser only.
(function () {
  'use strict';
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  function apply() {
    const choice = localStorage.getItem('tocsin-theme') || 'auto';
    const theme = choice === 'auto' ? (dark.matches ? 'dark' : 'light') : choice;
    document.documentElement.setAttribute('data-bs-theme', theme);
    document.documentElement.setAttribute('data-theme-choice', choice);
  }
  apply();
  dark.addEventListener('change', apply);
  document.addEventListener('DOMContentLoaded', function () { document.documentElement.setAttribute('data-ready', ''); });
  window.tocsinNextTheme = function () {
    const order = ['auto', 'light', 'dark'];
    const current = localStorage.getItem('tocsin-theme') || 'auto';
    localStorage.setItem('tocsin-theme', order[(order.indexOf(current) + 1) % order.length]);
    apply();
  };
})();
