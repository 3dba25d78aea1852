package io.tourbus.admin.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openqa.selenium.chrome.ChromeDriver;

/** Checks the page that a browser shows with axe-core. */
final class Accessibility {

    private static final String VIOLATIONS = """
            const done = arguments[arguments.length - 1];
            axe.run({resultTypes: ["violations"]}).then((result) => done(result.violations.map((found) =>
                `${found.id}: ${found.nodes.map((node) => node.html).join(" ").slice(0, 500)}`)));""";

    private final ChromeDriver browser;
    private final String axe;

    Accessibility(ChromeDriver browser) throws IOException {
        this.browser = browser;
        axe = new String(Accessibility.class.getResourceAsStream("/axe.min.js").readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Returns a text for each rule that the page breaks, with the elements. */
    List<?> violations() {
        if (Boolean.FALSE.equals(browser.executeScript("return 'axe' in window"))) {
            browser.executeScript(axe);
        }
        return (List<?>) browser.executeAsyncScript(VIOLATIONS);
    }
}
