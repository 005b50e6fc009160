/* Remembers what a shopper typed into the checkout, so that a cart left behind can be offered again. */
(function () {
  'use strict';
  var address = window.ripresaCapture;
  if (!address || !window.URLSearchParams) return;

  var WAIT_MS = 1500;
  // Classic names first, then the block checkout's ids.
  var FIELDS = {
    email: ['billing_email', 'email'],
    phone: ['billing_phone', 'billing-phone', 'shipping_phone', 'shipping-phone'],
    country: ['billing_country', 'billing-country', 'shipping-country'],
    firstName: ['billing_first_name', 'billing-first_name', 'shipping-first_name'],
    lastName: ['billing_last_name', 'billing-last_name', 'shipping-last_name'],
  };
  var CONSENT = '#ripresa_consent, input[type="checkbox"][id*="ripresa"][id*="whatsapp-consent"]';
  var told = {};
  var timer;
  var wasTicked = false;

  function valueOf(ids) {
    var found = '';
    for (var i = 0; i < ids.length && found === ''; i += 1) {
      var input = document.getElementById(ids[i]);
      if (input && typeof input.value === 'string') found = input.value.trim();
    }
    return found;
  }

  function isWorthTelling(name, value) {
    if (value === (told[name] || '')) return false;
    // Half a phone or address is no news; an emptied field is, once it was told.
    if (value !== '' && name === 'phone') return value.replace(/\D/g, '').length >= 8;
    if (value !== '' && name === 'email') return /^\S+@\S+\.\S+$/.test(value);
    return true;
  }

  function changes() {
    var changed = {};
    Object.keys(FIELDS).forEach(function (name) {
      var value = valueOf(FIELDS[name]);
      if (isWorthTelling(name, value)) changed[name] = value;
    });
    var box = document.querySelector(CONSENT);
    if (box && (box.checked || wasTicked)) {
      var word = box.checked ? 'yes' : 'no';
      if (word !== told.consent) changed.consent = word;
    }
    return changed;
  }

  function tell(isLeaving) {
    clearTimeout(timer);
    var changed = changes();
    var names = Object.keys(changed);
    if (names.length === 0) return;
    var body = new URLSearchParams(changed);
    body.append('checkout', document.querySelector('.wc-block-checkout') ? 'blocks' : 'classic');
    var isSent = isLeaving && navigator.sendBeacon && navigator.sendBeacon(address, body);
    if (!isSent) {
      var options = { method: 'POST', body: body, credentials: 'same-origin', keepalive: true };
      fetch(address, options).catch(function () {});
    }
    names.forEach(function (name) {
      told[name] = changed[name];
    });
  }

  // A form says of an empty box only that it is empty: whether a tick was taken back is seen here.
  function minded(event) {
    var box = event.target;
    if (!box || !box.matches || !box.matches(CONSENT)) return;
    wasTicked = true;
    var asked = document.getElementsByName('ripresa_consent_asked')[0];
    if (asked) asked.value = box.checked ? 'yes' : 'taken_back';
    if (!box.checked) tell(false);
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(function () {
      tell(false);
    }, WAIT_MS);
  }

  document.addEventListener('input', later, true);
  document.addEventListener('change', later, true);
  document.addEventListener('change', minded, true);
  addEventListener('pagehide', function () {
    tell(true);
  });
  document.addEventListener('visibilitychange', function () {
    if (document.visibilityState === 'hidden') tell(true);
  });
  later();
})();
