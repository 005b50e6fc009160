/** Calls of the page to the sandbox's controls; a refusal is shown and comes back as null. */
const notice = document.querySelector('#notice');
let hiding = 0;

export function showNotice(text) {
  notice.textContent = text;
  notice.hidden = false;
  window.clearTimeout(hiding);
  hiding = window.setTimeout(() => {
    notice.hidden = true;
  }, 7000);
}

async function call(path, init) {
  try {
    const response = await fetch(`/sandbox/api/${path}`, init);
    const body = await response.json();
    if (response.ok) return body;
    return { error: body.error };
  } catch {
    return { error: 'The sandbox does not answer. Is it still running?' };
  }
}

/** Reads quietly: while the app starts there is nothing to say yet. */
export async function read(path) {
  const body = await call(path);
  return body.error === undefined ? body : null;
}

export async function send(path, fields = {}) {
  const body = await call(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  if (body.error === undefined) return body;
  showNotice(body.error);
  return null;
}

/** Text and attributes as an element; children may be texts. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}

const ZONE = 'Europe/Rome';
const formats = {
  clock: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  due: { weekday: 'short', hour: '2-digit', minute: '2-digit' },
  time: { hour: '2-digit', minute: '2-digit' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
};

/** A moment in the demo shop's time zone. */
export function when(at, style) {
  const format = new Intl.DateTimeFormat('en-GB', { ...formats[style], timeZone: ZONE });
  return format.format(new Date(at)).replace(',', '');
}
