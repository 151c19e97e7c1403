import { expect, type Locator, type Page } from '@playwright/test';

/**
 * The text of a release where it is edited, once the editor stands in the place of the plain field; a click on the field
 * just before would wait for it to be visible again.
 */
export async function richText(page: Page): Promise<Locator> {
  await expect(page.locator('textarea[name=bodyHtml]')).toBeHidden();
  return page.getByRole('textbox', { name: 'Text', exact: true });
}
