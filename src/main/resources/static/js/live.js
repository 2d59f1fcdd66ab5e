// Keeps the parts of a page that carry data-live="topic topic" up to date: the server says what has changed, and the
// part is fetched anew. Without the stream it is fetched every few seconds instead; the page says which of both it is.
(function () {
  'use strict';
  const areas = function () { return Array.from(document.querySelectorAll('[data-live]')); };
  // The banner is on every page and asks by itself now and then; for it alone no stream is opened.
  if (areas().every(function (area) { return area.id === 'watching-banner'; }) || !window.htmx) { return; }

  const quietMillis = 1500;    // between two fetches of the same part
  const pollMillis = 5000;     // without the stream
  const tickMillis = 20000;    // with it: values and ages change without any event
  const silentMillis = 25000;  // the server says every 10 seconds that it is alive
  let stream = null;
  let heardAt = Date.now();
  let fetchedAt = Date.now();
  let wanted = false;
  let timer = null;
  let isAnswering = true;
  let isLoggedOut = false;
  let isHeldBack = false;

  function show(state) {
    if (document.documentElement.dataset.connection === state) { return; }
    document.documentElement.dataset.connection = state;
    document.querySelectorAll('[data-logged-out]').forEach(function (notice) {
      notice.hidden = state !== 'logged-out';
      notice.querySelector('a').href = location.href;
    });
    document.querySelectorAll('[data-connection-text]').forEach(function (text) {
      text.hidden = text.dataset.connectionText !== state;
    });
    document.body.dispatchEvent(new CustomEvent('tocsin:connection', { detail: state }));
  }

  function judge() {
    const isOpen = stream !== null && stream.readyState === EventSource.OPEN;
    show(isLoggedOut ? 'logged-out' : !isAnswering || navigator.onLine === false ? 'lost' : isHeldBack ? 'paused' : isOpen ? 'live' : 'polling');
  }

  // Whoever types, presses or has opened something in the part is not disturbed.
  function isBusy(area) {
    const active = document.activeElement;
    return area.querySelector('details[open]:not([data-stays-open])') !== null || window.tocsinIsPressed(area)
      || active !== null && area.contains(active) && active.matches('input, select, textarea');
  }

  function fetchAreas() {
    timer = null;
    const free = areas().filter(function (area) { return !isBusy(area); });
    wanted = free.length < areas().length;
    isHeldBack = wanted;
    judge();
    if (document.hidden) { wanted = true; return; }
    fetchedAt = Date.now();
    free.forEach(function (area) { window.htmx.trigger(area, 'refresh'); });
  }

  function want() {
    wanted = true;
    if (timer === null) {
      timer = setTimeout(fetchAreas, Math.max(0, fetchedAt + quietMillis - Date.now()));
    }
  }

  function close() {
    if (stream !== null) { stream.close(); stream = null; }
  }

  function open() {
    close();
    heardAt = Date.now();
    let isNew = true;
    stream = new EventSource('/events');
    stream.addEventListener('alive', function () {
      heardAt = Date.now();
      isAnswering = true;
      if (isNew && document.documentElement.dataset.connection !== 'live') { want(); }
      isNew = false;
      judge();
    });
    stream.addEventListener('changed', function (event) {
      heardAt = Date.now();
      const names = event.data.split(' ');
      const isShown = areas().some(function (area) {
        return area.dataset.live.split(' ').some(function (topic) { return names.includes(topic); });
      });
      if (isShown) { want(); }
    });
    stream.addEventListener('error', function () { isNew = true; judge(); });
  }

  setInterval(function () {
    if (document.hidden) { return; }
    const isOpen = stream !== null && stream.readyState === EventSource.OPEN;
    const isDead = stream === null || stream.readyState === EventSource.CLOSED;
    if ((isOpen || isDead) && Date.now() - heardAt > silentMillis) { open(); }
    const slow = document.querySelector('[data-live-tick]');
    const tick = Number(slow ? slow.dataset.liveTick : 0) || tickMillis;
    if (wanted || Date.now() - fetchedAt > (isOpen ? tick : pollMillis)) { want(); }
    judge();
  }, 1000);

  document.body.addEventListener('htmx:afterRequest', function (event) {
    const xhr = event.detail.xhr;
    // After the session has ended the answer is the login page, which has no such part.
    isLoggedOut = xhr.responseURL.endsWith('/login');
    isAnswering = event.detail.successful && !isLoggedOut;
    judge();
  });
  document.body.addEventListener('htmx:beforeSwap', function (event) {
    if (event.detail.xhr.responseURL.endsWith('/login')) { event.detail.shouldSwap = false; return; }
    // It was free when it was asked for; while the answer was on its way somebody may have begun.
    if (event.detail.target.matches('[data-live]') && isBusy(event.detail.target)) {
      event.detail.shouldSwap = false;
      wanted = true;
      isHeldBack = true;
      judge();
    }
  });
  window.addEventListener('offline', judge);
  window.addEventListener('online', function () { open(); want(); });
  // A browser opens few connections to one server; tabs that nobody sees must not keep them.
  document.addEventListener('visibilitychange', function () {
    if (document.hidden) { close(); } else { open(); want(); }
  });
  window.addEventListener('pagehide', close);
  open();
})();
