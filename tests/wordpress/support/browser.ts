/** A browser as far as a shop's server sees one: cookies, forms, redirects. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  constructor(
    private readonly shop: string,
    private readonly agent = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
  ) {}

  async request(path: string, options: RequestInit = {}): Promise<Response> {
    const address = new URL(path, this.shop);
    const response = await fetch(address, {
      redirect: 'manual',
      ...options,
      headers: {
        'user-agent': this.agent,
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(options.headers as Record<string, string> | undefined),
      },
    });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    // PHP goes on after the first bytes: a page is there when its last byte is.
    const body = await response.arrayBuffer();
    const isEmpty = [204, 304].includes(response.status);
    return new Response(isEmpty ? null : body, response);
  }

  get(path: string): Promise<Response> {
    return this.request(path);
  }

  /** Follows redirects and answers the page. */
  async page(path: string): Promise<string> {
    let response = await this.get(path);
    for (let hop = 0; hop < 5 && response.headers.has('location'); hop += 1) {
      response = await this.get(response.headers.get('location') ?? '');
    }
    return response.text();
  }

  post(path: string, form: Readonly<Record<string, string>>, headers = {}): Promise<Response> {
    return this.request(path, { method: 'POST', body: new URLSearchParams(form), headers });
  }

  postJson(path: string, body: unknown): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    return this.request(path, { method: 'POST', body: JSON.stringify(body), headers });
  }

  /** What the storefront script sends. */
  capture(fields: Readonly<Record<string, string>>, headers = {}): Promise<Response> {
    return this.post('/?wc-ajax=ripresa_capture', fields, { origin: this.shop, ...headers });
  }

  async logIn(name: string, password: string): Promise<void> {
    await this.get('/wp-login.php');
    await this.post('/wp-login.php', { log: name, pwd: password, testcookie: '1' });
  }

  hasCookie(prefix: string): boolean {
    return [...this.cookies.keys()].some((name) => name.startsWith(prefix));
  }

  private keep(line: string): void {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    const value = pair.slice(at + 1);
    const past = /max-age=0\b/i.test(line) || / 1970 /.test(line);
    if (past || value === '' || value === '+') this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
