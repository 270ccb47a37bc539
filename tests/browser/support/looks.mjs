// What every page is held to in every look: no accessibility fault, nothing that scrolls sideways.
import { AxeBuilder } from "@axe-core/playwright";

export const overflow = (page) =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

// What is wrong with the page that is open, at each of the widths in pixels, light and dark.
export async function faultsOf(page, name, { widths, disabledRules = [] }) {
    const wrong = [];
    for (const width of widths)
        for (const colorScheme of ["light", "dark"]) {
            await page.setViewportSize({ width, height: 844 });
            await page.emulateMedia({ colorScheme });
            const where = `${name} at ${width} px, ${colorScheme}: `;
            const axe = new AxeBuilder({ page }).disableRules(disabledRules);
            for (const { id, nodes } of (await axe.analyze()).violations)
                wrong.push(`${where}${id} ${nodes[0].html} ${nodes[0].failureSummary}`);
            if ((await overflow(page)) > 0) wrong.push(where + "scrolls sideways");
        }
    return wrong;
}
