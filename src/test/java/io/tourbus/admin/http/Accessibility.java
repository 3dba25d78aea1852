package io.tourbus.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.chrome.ChromeDriver;

/** Checks the page that a browser shows with axe-core. */
final class Accessibility implements AutoCloseable {

    /** The size of 640 pixels is that of 1280 pixels at a zoom of 200%. */
    private static final List<String> LOOKS = List.of("light 1280", "light 375", "light 640", "dark 1280", "dark 375");

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

    /** Fails if the page breaks a rule or is too wide, in both themes and all widths. */
    void check(String view) {
        for (var look : LOOKS) {
            appear(look.split(" ")[0], Integer.parseInt(look.split(" ")[1]));
            assertThat(violations()).as("%s, %s", view, look).isEmpty();
            assertThat(browser.executeScript(
                            "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                    .as("%s fits, %s", view, look)
                    .isEqualTo(true);
        }
    }

    void appear(String theme, int width) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    }

    @Override
    public void close() {
        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
        browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    /** Returns a text for each rule that the page breaks, with the elements. */
    private List<?> violations() {
        if (Boolean.FALSE.equals(browser.executeScript("return 'axe' in window"))) {
            browser.executeScript(axe);
        }
        return (List<?>) browser.executeAsyncScript(VIOLATIONS);
    }
}
