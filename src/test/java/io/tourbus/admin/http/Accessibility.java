package io.tourbus.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.chrome.ChromeDriver;

/** Checks the page that a browser shows with axe-core. */
final class Accessibility implements AutoCloseable {

    private static final String ALL_RULES = "{}";
    private static final String RULES_OF_COLOURS = "{runOnly: ['color-contrast', 'link-in-text-block']}";
    private static final String OTHER_RULES =
            "{rules: {'color-contrast': {enabled: false}, 'link-in-text-block': {enabled: false}}}";

    /**
     * The rules for each look. Colours take longest: at a width of 640 pixels, which is that of 1280 pixels at a zoom of 200%,
     * they are those of 375 pixels. The dark theme changes nothing else.
     */
    private static final List<Look> LOOKS = List.of(
            new Look("light", 1280, ALL_RULES),
            new Look("light", 375, ALL_RULES),
            new Look("light", 640, OTHER_RULES),
            new Look("dark", 1280, RULES_OF_COLOURS),
            new Look("dark", 375, RULES_OF_COLOURS));

    private static final String MEDIA = """
            return [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
                .filter((rule) => rule instanceof CSSMediaRule).map((rule) => rule.conditionText);""";

    private static final String DARK = """
            return [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
                .filter((rule) => rule.conditionText === "(prefers-color-scheme: dark)").flatMap((rule) => [...rule.cssRules])
                .flatMap((rule) => [...rule.style].map((property) => `${rule.selectorText} ${property}`));""";

    private static final String VIOLATIONS = """
            const done = arguments[arguments.length - 1];
            axe.run({...%s, resultTypes: ["violations"]}).then((result) => done(result.violations.map((found) =>
                `${found.id}: ${found.nodes.map((node) => node.html).join(" ").slice(0, 500)}`)));""";

    private record Look(String theme, int width, String rules) {}

    private final ChromeDriver browser;
    private final String axe;

    Accessibility(ChromeDriver browser) throws IOException {
        this.browser = browser;
        axe = new String(Accessibility.class.getResourceAsStream("/axe.min.js").readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Fails if a theme or a width changes more than {@link #LOOKS} expects. */
    void checkStyles() {
        assertThat(strings(browser.executeScript(MEDIA)))
                .containsExactlyInAnyOrder(
                        "(prefers-color-scheme: dark)",
                        "(max-width: 44rem)",
                        "(prefers-reduced-motion: no-preference)");
        assertThat(strings(browser.executeScript(DARK)))
                .isNotEmpty()
                .allMatch(property -> property.startsWith(":root --"));
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(String::valueOf).toList();
    }

    /** Fails if the page breaks a rule or is too wide, in both themes and all widths. */
    void check(String view) {
        for (var look : LOOKS) {
            appear(look.theme(), look.width());
            assertThat(violations(look.rules())).as("%s, %s", view, look).isEmpty();
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
    private List<?> violations(String rules) {
        if (Boolean.FALSE.equals(browser.executeScript("return 'axe' in window"))) {
            browser.executeScript(axe);
        }
        return (List<?>) browser.executeAsyncScript(VIOLATIONS.formatted(rules));
    }
}
