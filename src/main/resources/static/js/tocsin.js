// Small improvements over pages that work without any script: times in the reader's zone, and the theme switch.
(function () {
  'use strict';
  const language = document.documentElement.lang || undefined;
  const ago = new Intl.RelativeTimeFormat(language, { numeric: 'always', style: 'narrow' });
  const dayMillis = 24 * 3600 * 1000;
  const units = [['day', dayMillis], ['hour', 3600 * 1000], ['minute', 60 * 1000], ['second', 1000]];

  // One zone for everything that is shown and typed: the reader's, UTC, or one that was chosen for good.
  const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
  // After a login the server says what this person chose elsewhere.
  const chosenElsewhere = /(?:^|; )tocsin-zone-saved=([^;]*)/.exec(document.cookie);
  if (chosenElsewhere) {
    document.cookie = 'tocsin-zone-saved=; path=/; max-age=0; samesite=lax';
    try { localStorage.setItem('tocsin-zone', decodeURIComponent(chosenElsewhere[1])); } catch (problem) { /* It is asked for again. */ }
  }
  function storedZone() {
    try { return localStorage.getItem('tocsin-zone') || ''; } catch (problem) { return ''; }
  }
  function isZone(name) {
    try { return Boolean(new Intl.DateTimeFormat('en', { timeZone: name })); } catch (problem) { return false; }
  }
  const zone = storedZone() && isZone(storedZone()) ? storedZone() : ownZone;
  window.tocsinZone = zone;
  document.cookie = "tocsin-zone=" + encodeURIComponent(zone) + "; path=/; max-age=31536000; samesite=lax";

  function parts(at, options) {
    const found = {};
    new Intl.DateTimeFormat('en-GB', Object.assign({ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit',
      day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' }, options)).formatToParts(at)
      .forEach(function (part) { found[part.type] = part.value; });
    return found;
  }
  function day(at) { const found = parts(at); return found.year + '-' + found.month + '-' + found.day; }

  // "22:53:28" today, "11. 21. 22:53" on another day, with the year only when it is another one.
  function clock(at, isExact) {
    const now = new Date();
    const found = parts(at);
    const seconds = ':' + found.second + (isExact ? '.' + String(at.getMilliseconds()).padStart(3, '0') : '');
    if (day(at) === day(now)) { return found.hour + ':' + found.minute + seconds; }
    const isThisYear = found.year === parts(now).year;
    const date = new Intl.DateTimeFormat(language, Object.assign({ timeZone: zone, month: 'numeric', day: 'numeric' },
      isThisYear ? {} : { year: 'numeric' })).format(at);
    return date + ' ' + found.hour + ':' + found.minute + (isExact ? seconds : '');
  }
  // Charts show the same times in the same zone.
  window.tocsinTimes = {
    clock: clock,
    minute: function (at) { const found = parts(at); return found.hour + ':' + found.minute; },
    second: function (at) { const found = parts(at); return found.hour + ':' + found.minute + ':' + found.second; }
  };
  function relative(at) {
    const distance = at - Date.now();
    const unit = units.find(function (one) { return Math.abs(distance) >= one[1]; }) || units[3];
    // What has just been said to take two hours is not said to end in one.
    return ago.format(distance > 0 ? Math.round(distance / unit[1]) : Math.trunc(distance / unit[1]), unit[0]);
  }
  function show(element) {
    const at = new Date(element.getAttribute('datetime'));
    const isNear = Math.abs(at - Date.now()) < 2 * dayMillis;
    const text = 'brief' in element.dataset ? relative(at) : 'millis' in element.dataset ? clock(at, true)
      : 'exact' in element.dataset ? clock(at)
      : isNear ? relative(at) + ' · ' + clock(at) : clock(at);
    if (element.textContent !== text) { element.textContent = text; }
  }

  function localiseTimes(root) {
    root.querySelectorAll('time[datetime]:not([data-local])').forEach(function (element) {
      const at = new Date(element.getAttribute('datetime'));
      if (isNaN(at)) { return; }
      const found = parts(at);
      element.title = day(at) + ' ' + found.hour + ':' + found.minute + ':' + found.second + ' ' + zone
        + (zone === 'UTC' ? '' : ' (' + at.toISOString().slice(0, 19).replace('T', ' ') + ' UTC)');
      element.setAttribute('data-local', '');
      show(element);
    });
  }

  localiseTimes(document);
  setInterval(function () {
    if (!document.hidden) { document.querySelectorAll('time[data-local]').forEach(show); }
  }, 10000);

  const zoneSwitch = document.querySelector('[data-zone-switch]');
  if (zoneSwitch) {
    zoneSwitch.querySelector('option[value=""]').textContent += ' (' + ownZone + ')';
    if (storedZone() && isZone(storedZone()) && !zoneSwitch.querySelector('option[value="' + CSS.escape(storedZone()) + '"]')) {
      zoneSwitch.append(new Option(storedZone(), storedZone()));
    }
    zoneSwitch.value = storedZone() && isZone(storedZone()) ? storedZone() : '';
    zoneSwitch.addEventListener('change', function () {
      try { localStorage.setItem('tocsin-zone', zoneSwitch.value); } catch (problem) { return; }
      const headers = JSON.parse(document.body.getAttribute('hx-headers') || '{}');
      fetch('/account/zone', { method: 'POST', headers: headers, body: new URLSearchParams({ zone: zoneSwitch.value }) })
        .catch(function () { /* It holds in this browser all the same. */ })
        .finally(function () { location.reload(); });
    });
  }

  // How many alerts fire is read in the tab.
  const title = document.title;
  function countInTitle() {
    const counted = document.querySelector('[data-title-count]');
    if (counted) { document.title = (counted.dataset.titleCount === '0' ? '' : '(' + counted.dataset.titleCount + ') ') + title; }
  }
  countInTitle();
  document.body.addEventListener('htmx:afterSettle', countInTitle);

  // What is fetched again and again is not put in place of what is being pressed: the press would be lost. It comes the next time.
  let pressed = null;
  document.addEventListener('pointerdown', function (event) { pressed = event.button === 0 ? event.target : null; }, true);
  ['pointerup', 'pointercancel'].forEach(function (name) { document.addEventListener(name, function () { pressed = null; }, true); });
  window.addEventListener('blur', function () { pressed = null; });
  window.tocsinIsPressed = function (part) { return pressed !== null && part.contains(pressed); };
  document.body.addEventListener('htmx:beforeSwap', function (event) {
    const part = event.detail.target;
    if (part.matches('[data-live], [hx-trigger*=every]') && window.tocsinIsPressed(part)) { event.detail.shouldSwap = false; }
  });

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

  // Times are typed in the zone in which they are shown; what the server wrote in UTC is moved there.
  function typed(at, hasSeconds) {
    const found = parts(at);
    return found.year + '-' + found.month + '-' + found.day + 'T' + found.hour + ':' + found.minute + (hasSeconds ? ':' + found.second : '');
  }
  document.querySelectorAll('input[data-zone]').forEach(function (input) {
    const form = input.form;
    if (input.value === 'UTC') {
      form.querySelectorAll('input[type=datetime-local]').forEach(function (time) {
        if (time.value) { time.value = typed(new Date(time.value + 'Z'), time.step === '1'); }
      });
      input.value = zone;
    }
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
  window.tocsinCopy = copy;
  document.addEventListener('click', function (event) {
    const button = event.target.closest('[data-copy], [data-copy-path], [data-copy-of]');
    if (!button) { return; }
    const label = button.textContent;
    const source = button.dataset.copyOf ? document.getElementById(button.dataset.copyOf) : null;
    const text = source ? source.value || source.textContent : button.dataset.copy || location.origin + button.dataset.copyPath;
    copy(text).then(function () {
      button.textContent = button.dataset.copied;
      setTimeout(function () { button.textContent = label; }, 1500);
    }).catch(function () { window.prompt(label, text); });
  });

  // Matchers are checked where they are typed, while they are typed; what the server has said of them before goes with the change.
  document.querySelectorAll('[data-checks]').forEach(function (field) {
    let timer = null;
    let asked = 0;
    const place = document.createElement('div');
    place.className = 'invalid-feedback d-block';
    place.id = field.id + '-live';
    place.setAttribute('role', 'status');
    field.after(place);
    field.setAttribute('aria-describedby', ((field.getAttribute('aria-describedby') || '') + ' ' + place.id).trim());
    function say(problem) {
      place.textContent = problem;
      field.classList.toggle('is-invalid', problem !== '');
      field.setAttribute('aria-invalid', String(problem !== ''));
    }
    function check() {
      const own = ++asked;
      const wish = new URLSearchParams({ as: field.dataset.checks, text: field.value });
      fetch('/matchers?' + wish, { headers: { Accept: 'text/plain' } })
        .then(function (answer) { return answer.ok && !answer.redirected ? answer.text() : ''; })
        .then(function (problem) { if (own === asked) { say(problem); } })
        .catch(function () { /* The form says it when it is sent. */ });
    }
    field.addEventListener('input', function () {
      clearTimeout(timer);
      timer = setTimeout(check, 300);
      ['problem', field.id + '-problem'].forEach(function (id) {
        const earlier = document.getElementById(id);
        if (earlier) { earlier.textContent = ''; }
      });
    });
  });

  // Another language loads the page anew: what was typed goes with it, except secrets.
  const typedKey = 'tocsin-typed';
  function typedFields() {
    return Array.from(document.querySelectorAll('main input[name], main textarea[name], main select[name]')).filter(function (field) {
      return !['hidden', 'password', 'file', 'submit'].includes(field.type) && !('secret' in field.dataset);
    });
  }
  document.querySelectorAll('form[action="/language"]').forEach(function (form) {
    form.addEventListener('submit', function () {
      const values = typedFields().map(function (field) {
        return [field.name, ['checkbox', 'radio'].includes(field.type) ? field.checked : field.value];
      });
      try { sessionStorage.setItem(typedKey, JSON.stringify({ page: location.pathname + location.search, values: values })); } catch (problem) { return; }
    });
  });
  (function () {
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(typedKey)); sessionStorage.removeItem(typedKey); } catch (problem) { return; }
    const fields = typedFields();
    if (!kept || kept.page !== location.pathname + location.search || kept.values.length !== fields.length) { return; }
    fields.forEach(function (field, index) {
      if (field.name !== kept.values[index][0]) { return; }
      if (['checkbox', 'radio'].includes(field.type)) { field.checked = kept.values[index][1]; } else { field.value = kept.values[index][1]; }
    });
  })();

  // What somebody has closed or opened stays so in this browser.
  const isNarrow = window.matchMedia('(max-width: 575.98px)').matches;
  function remembered(root) {
    root.querySelectorAll('details[data-remember]').forEach(function (details) {
      const key = 'tocsin-closed-' + details.dataset.remember;
      const closedAtFirst = isNarrow && 'closedWhenNarrow' in details.dataset;
      let stored = null;
      try { stored = localStorage.getItem(key); } catch (problem) { return; }
      details.open = stored === null ? !closedAtFirst : stored === '0';
      details.addEventListener('toggle', function () {
        if (details.open === !closedAtFirst) { localStorage.removeItem(key); } else { localStorage.setItem(key, details.open ? '0' : '1'); }
      });
    });
  }
  remembered(document);
  document.body.addEventListener('htmx:load', function (event) { remembered(event.detail.elt.parentNode || document); });
  document.querySelectorAll('[data-check-all]').forEach(function (button) {
    button.addEventListener('click', function () {
      const boxes = Array.from(document.querySelectorAll('input[type=checkbox][form="' + button.dataset.checkAll + '"]'));
      const isAll = boxes.every(function (box) { return box.checked; });
      boxes.forEach(function (box) { box.checked = !isAll; });
    });
  });
})();
