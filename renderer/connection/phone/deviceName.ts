/** What a phone is called until a person says otherwise, from what its browser says it runs on; null where it does not say. */
export function proposedName(userAgent: string): string | null {
  if (/iphone/i.test(userAgent)) return "iPhone";
  if (/ipad/i.test(userAgent)) return "iPad";
  if (/android/i.test(userAgent)) return androidModel(userAgent) ?? "Android";
  if (/macintosh|mac os x/i.test(userAgent)) return "Mac";
  if (/windows/i.test(userAgent)) return "Windows";
  if (/cros/i.test(userAgent)) return "Chromebook";
  return /linux/i.test(userAgent) ? "Linux" : null;
}

/** `Android 14; Pixel 8)` names the model; browsers that hide it write `K`, and Firefox only the kind of device. */
function androidModel(userAgent: string): string | null {
  const model = /android [\d.]+; ([^;)]{2,40})/i
    .exec(userAgent)?.[1]
    ?.replace(/ build\/.*$/i, "")
    .trim();
  return model === undefined || /^(|mobile|tablet|wv|rv:.*)$/i.test(model) ? null : model;
}
