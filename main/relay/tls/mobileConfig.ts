import { createHash, X509Certificate } from "node:crypto";

/**
 * A configuration profile with which iOS installs the authority (Apple, “Configuration Profile Reference”: payload
 * com.apple.security.root). Unsigned: iOS says so, and the fingerprint is what counts. The same authority always gives the same
 * profile, so that installing it again replaces it.
 */
export function mobileConfig(authorityPem: string, hostName: string): string {
  const certificate = new X509Certificate(authorityPem);
  const digest = createHash("sha256").update(certificate.raw).digest("hex");
  const identifier = `app.quarterdeck.authority.${digest.slice(0, 16)}`;
  const base64 = certificate.raw.toString("base64").replace(/.{1,64}/g, "$&\n");
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>PayloadContent</key>
  <array>
    <dict>
      <key>PayloadCertificateFileName</key>
      <string>quarterdeck-authority.crt</string>
      <key>PayloadContent</key>
      <data>
${base64}      </data>
      <key>PayloadDisplayName</key>
      <string>Quarterdeck (${hostName})</string>
      <key>PayloadIdentifier</key>
      <string>${identifier}.certificate</string>
      <key>PayloadType</key>
      <string>com.apple.security.root</string>
      <key>PayloadUUID</key>
      <string>${uuidFrom(digest.slice(0, 32))}</string>
      <key>PayloadVersion</key>
      <integer>1</integer>
    </dict>
  </array>
  <key>PayloadDescription</key>
  <string>Lets this device trust Quarterdeck on ${hostName}. 让此设备信任 ${hostName} 上的 Quarterdeck。</string>
  <key>PayloadDisplayName</key>
  <string>Quarterdeck (${hostName})</string>
  <key>PayloadIdentifier</key>
  <string>${identifier}</string>
  <key>PayloadType</key>
  <string>Configuration</string>
  <key>PayloadUUID</key>
  <string>${uuidFrom(digest.slice(32))}</string>
  <key>PayloadVersion</key>
  <integer>1</integer>
</dict>
</plist>
`;
}

/** 32 hexadecimal digits in the form of a UUID of version 8 (RFC 9562: made as its maker likes). */
function uuidFrom(digits: string): string {
  const text = `${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
  return text.toUpperCase();
}
