// Old numbers on a wall are worse than none: says so as soon as the server does not answer.
(function () {
  'use strict';
  const lostAfterMillis = 15000;
  const wall = document.querySelector('.wall');
  const banner = document.querySelector('[data-lost]');
  let answeredAt = Date.now();

  function show(isLost) {
    banner.hidden = !isLost;
    wall.classList.toggle('is-lost', isLost);
  }

  function judge() {
    show(['lost', 'logged-out'].includes(document.documentElement.dataset.connection) || Date.now() - answeredAt > lostAfterMillis);
  }

  document.body.addEventListener('htmx:afterRequest', function (event) {
    const xhr = event.detail.xhr;
    if (event.detail.successful && xhr.responseURL.includes('/wallboard')) { answeredAt = Date.now(); }
    judge();
  });
  document.body.addEventListener('tocsin:connection', judge);
  setInterval(judge, 1000);

  const button = document.querySelector('[data-full-screen]');
  if (document.documentElement.requestFullscreen) {
    button.hidden = false;
    button.addEventListener('click', function () { document.documentElement.requestFullscreen(); });
  }
})();
