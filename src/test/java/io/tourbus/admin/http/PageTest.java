package io.tourbus.admin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tourbus.app.TourbusContext;
import io.tourbus.testing.FreePort;
import io.tourbus.testing.SandboxContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The web page in Chromium. Skipped if Chromium or its driver is not installed. */
class PageTest {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final String TOKEN = "a-token-of-the-tests";

    private static final String READ_TOKEN = "a-read-token-of-the-tests";

    @TempDir
    private static Path folder;

    private static SandboxContext sandbox;
    private static TourbusContext context;
    private static ChromeDriver browser;

    @BeforeAll
    static void open() throws IOException {
        assumeTrue(
                Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
                "Chromium is not installed: install the packages chromium and chromium-driver");
        sandbox = new SandboxContext(folder, 5, 10, 5);
        sandbox.set("tourbus.server.token", TOKEN);
        sandbox.set("tourbus.server.read-token", READ_TOKEN);
        var port = FreePort.find();
        context = sandbox.serve(port);
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        var options = new ChromeOptions()
                .setBinary(CHROMIUM.toFile())
                .addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1200,900");
        options.setCapability("goog:loggingPrefs", logs);
        var driver = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .build();
        browser = new ChromeDriver(driver, options);
        browser.get("http://127.0.0.1:%d/".formatted(port));
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.quit();
        }
        if (context != null) {
            context.close();
            sandbox.close();
        }
    }

    @Test
    void aUserStartsAJobReadsItsReportAndBrowsesTheLake() {
        await().until(() -> text("connection").contains("Send tourbus.server.read-token"));
        assertThat(text("job-table")).doesNotContain("venue-refresh");
        find(By.id("token")).sendKeys(READ_TOKEN + Keys.ENTER);
        await().until(() ->
                text("connection").equals("live") && text("job-table").contains("venue-refresh"));
        press("Start venue-refresh");
        await().until(() -> text("message").contains("The token is missing"));

        find(By.id("token")).sendKeys(TOKEN + Keys.ENTER);
        await().until(() -> text("message").contains("now uses the token"));
        find(By.id("listen")).click();
        await().pollDelay(Duration.ofSeconds(2)).until(() -> text("listen").equals("Stop"));
        sandbox.servers().ticketmaster().faults().latency(Duration.ofMillis(500));
        press("Start venue-refresh");
        await().until(() -> text("message").contains("Start venue-refresh: done"));
        await().until(() -> !browser.findElements(By.tagName("progress")).isEmpty());
        press("Cancel venue-refresh");
        await().until(() -> {
            browser.switchTo().alert().dismiss();
            return true;
        });
        sandbox.servers().ticketmaster().faults().latency(Duration.ZERO);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> text("run-table").contains("complete")
                        && text("query-table").contains("venues"));
        await().until(() -> text("stream-table").contains("venue_id"));
        find(By.cssSelector("#run-table td button")).click();
        await().until(() -> text("report").contains("lake records"));

        press("Folder concert-data-raw");
        press("Open normalized/");
        press("Open normalized/venues/");
        await().until(() -> text("lake-path").contains("venues"));

        press("Pause daily");
        await().until(() -> text("job-table").contains("paused"));
        press("Resume daily");
        await().until(() -> !text("job-table").contains("paused"));
        press("Suspend fetch-page");
        await().until(() -> text("route-table").contains("Suspended"));
        press("Resume fetch-page");
        await().until(() -> !text("route-table").contains("Suspended"));

        browser.manage().window().setSize(new Dimension(390, 800));
        assertThat(isWiderThanViewport()).as("wider than a phone").isFalse();
        assertThat(browser.getPageSource()).doesNotContain(TOKEN, READ_TOKEN);
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .noneMatch(entry -> entry.getMessage().contains("Content Security Policy")
                        || entry.getMessage().contains("Uncaught"));
    }

    private static boolean isWiderThanViewport() {
        return (Boolean) ((JavascriptExecutor) browser)
                .executeScript("return document.documentElement.scrollWidth > document.documentElement.clientWidth");
    }

    /** Presses a button as a keyboard does. */
    private static void press(String label) {
        var button = By.cssSelector("[aria-label='%s']".formatted(label));
        await().ignoreExceptions().until(() -> {
            find(button).sendKeys(Keys.ENTER);
            return true;
        });
    }

    private static String text(String id) {
        return String.valueOf(find(By.id(id)).getDomProperty("innerText"));
    }

    private static WebElement find(By what) {
        return browser.findElement(what);
    }
}
