/**
 * What the app's page may do, in either host: everything comes from where the page came from, scripts from files alone. Styles may
 * stand in elements because the terminal writes them for its measured cells and the dialogs for their scroll lock. `connect-src
 * 'self'` covers the socket of the browser host; on the desktop the page talks over a port and connects to nothing.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");
