// The form of a contact point is sent by this script, and what is wrong with it is placed in the page: so a secret stays
// where it was typed. No answer repeats one, and nothing is kept in the browser. Without the script it is typed again.
(function () {
  'use strict';
  const form = document.getElementById('contact-form');
  if (!form) { return; }

  // What is stored is not sent once more while the next page is on its way.
  let isLeaving = false;

  function enable(isEnabled) {
    form.querySelectorAll('button[type=submit]').forEach(function (button) { button.disabled = !isEnabled; });
  }

  function fill(id, answer) {
    const own = document.getElementById(id);
    const other = answer.getElementById(id);
    if (!own) { return; }
    own.replaceChildren.apply(own, other ? Array.from(other.childNodes) : []);
    window.htmx.trigger(own, 'htmx:load');
  }

  function mark(place) {
    const field = document.getElementById(place.id.replace(/-problem$/, ''));
    const isWrong = place.textContent.trim() !== '';
    if (isWrong) { for (let box = place.closest('details'); box; box = box.parentElement.closest('details')) { box.open = true; } }
    if (!field) { return null; }
    field.setAttribute('aria-describedby', place.id);
    field.setAttribute('aria-invalid', String(isWrong));
    field.classList.toggle('is-invalid', isWrong);
    return isWrong ? field : null;
  }

  function show(answer) {
    const places = Array.from(form.querySelectorAll('[id$="-problem"]'));
    places.forEach(function (place) { fill(place.id, answer); });
    const wrong = places.map(mark).filter(Boolean);
    ['test-result', 'form-preview'].forEach(function (id) { fill(id, answer); });
    if (wrong.length > 0) { wrong[0].focus(); }
  }

  function say(text) {
    document.getElementById('general-problem').textContent = text;
  }

  function take(answer) {
    if (answer.redirected && new URL(answer.url).pathname === '/login') {
      // Whoever logs in again in another tab comes back to what is typed here.
      document.querySelectorAll('[data-logged-out]').forEach(function (notice) {
        notice.hidden = false;
        notice.querySelector('a').href = location.href;
        notice.querySelector('a').target = '_blank';
        notice.scrollIntoView();
      });
      return null;
    }
    if (answer.redirected) { isLeaving = true; location.assign(answer.url); return null; }
    return answer.text().then(function (text) {
      const page = new DOMParser().parseFromString(text, 'text/html');
      if (page.getElementById('contact-form')) { show(page); return; }
      const main = page.querySelector('main');
      say(main ? main.textContent.replace(/\s+/g, ' ').trim() : String(answer.status));
      window.scrollTo(0, 0);
    });
  }

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    const pressed = event.submitter;
    const address = pressed && pressed.getAttribute('formaction') || form.getAttribute('action');
    const typed = new URLSearchParams(new FormData(form));
    enable(false);
    say('');
    fetch(address, { method: 'POST', body: typed, headers: { Accept: 'text/html' } })
      .then(take)
      .catch(function () { say(form.dataset.failed); window.scrollTo(0, 0); })
      .finally(function () { enable(!isLeaving); });
  });
  // Whoever goes back finds the page as it was left.
  window.addEventListener('pageshow', function (event) { if (event.persisted) { isLeaving = false; enable(true); } });
})();
