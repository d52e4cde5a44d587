import { expect } from "@playwright/test";
import { pairByCode, test } from "../../helpers/phones/phoneTest.ts";

test("a phone is paired by six digits and four words, and is in at once", async ({ desk }) => {
  const { phone } = await desk.openPhone("one");
  await pairByCode(desk, phone.page, "Mei’s phone");
  await expect(phone.page.getByRole("navigation")).toBeVisible();
  await expect(desk.page.getByText("Mei’s phone").first()).toBeVisible();
});
