// Old numbers on a wall are worse than none: says so when the server has not answered for some seconds.
(function () {
  'use strict';
  const lostAfterMillis = 10000;
  const wall = document.querySelector('.wall');
  const banner = document.querySelector('[data-lost]');
  let answeredAt = Date.now();

  function show(isLost) {
    banner.hidden = !isLost;
    wall.classList.toggle('is-lost', isLost);
  }

  document.body.addEventListener('htmx:beforeSwap', function (event) {
    // After the session has ended the answer is the login page, which has no numbers.
    if (!event.detail.xhr.responseURL.includes('/wallboard')) { event.detail.shouldSwap = false; }
  });
  document.body.addEventListener('htmx:afterRequest', function (event) {
    const xhr = event.detail.xhr;
    if (event.detail.successful && xhr.responseURL.includes('/wallboard')) {
      answeredAt = Date.now();
      show(false);
    } else {
      show(true);
    }
  });
  setInterval(function () { if (Date.now() - answeredAt > lostAfterMillis) { show(true); } }, 1000);

  const button = document.querySelector('[data-full-screen]');
  if (document.documentElement.requestFullscreen) {
    button.hidden = false;
    button.addEventListener('click', function () { document.documentElement.requestFullscreen(); });
  }
})();
