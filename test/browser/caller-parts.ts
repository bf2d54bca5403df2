import type { Page } from 'playwright-core';

/** The caller on the sandbox page, by keyboard: calls, chooses English and billing, and takes the offer. */
export async function acceptOffer(page: Page): Promise<void> {
  const phone = page.getByRole('region', { name: 'The caller’s phone' });
  const heard = phone.getByRole('log', { name: 'What is heard' });
  await phone.getByRole('button', { name: 'Call', exact: true }).press('Enter');
  await heard.getByText('press 2').last().waitFor();
  await page.keyboard.press('2');
  await heard.getByText('For questions about a bill, press 2').waitFor();
  await page.keyboard.press('2');
  await heard.getByText('will write to your mobile').waitFor();
  await page.keyboard.press('1');
}
