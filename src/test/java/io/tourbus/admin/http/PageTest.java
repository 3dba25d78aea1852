package io.tourbus.admin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tourbus.app.TourbusContext;
import io.tourbus.testing.Forwarder;
import io.tourbus.testing.FreePort;
import io.tourbus.testing.SandboxContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;

/** The web page in Chromium. Skipped if Chromium or its driver is not installed. */
class PageTest {

    private static final String TOKEN = "a-token-of-the-tests";
    private static final String READ_TOKEN = "a-read-token-of-the-tests";

    @TempDir
    private static Path folder;

    private static SandboxContext sandbox;
    private static TourbusContext context;
    private static Forwarder forwarder;
    private static ChromeDriver browser;
    private static String address;

    @BeforeAll
    static void open() throws IOException {
        // The page replaces elements while a test looks at them.
        Awaitility.ignoreExceptionsByDefault();
        assumeTrue(
                Chromium.isInstalled(), "Chromium is not installed: install the packages chromium and chromium-driver");
        sandbox = new SandboxContext(folder, 5, 10, 5);
        sandbox.set("tourbus.server.token", TOKEN);
        sandbox.set("tourbus.server.read-token", READ_TOKEN);
        sandbox.set("tourbus.jobs.catch-up", "false");
        try (var state = sandbox.state()) {
            PageFixture.fill(state);
        }
        PageFixture.checkWarehouse(folder.resolve("state"));
        var port = FreePort.find();
        context = sandbox.serve(port);
        forwarder = new Forwarder(port);
        address = "http://127.0.0.1:%d/".formatted(forwarder.port());
        browser = Chromium.open();
    }

    @AfterAll
    static void close() throws IOException {
        Awaitility.reset();
        if (browser != null) {
            browser.quit();
        }
        if (forwarder != null) {
            forwarder.close();
        }
        if (context != null) {
            context.close();
            sandbox.close();
        }
    }

    @BeforeEach
    void useToken() {
        forwarder.restore();
        browser.get(address + "icon.svg");
        browser.executeScript("sessionStorage.setItem('tourbus-token', arguments[0])", TOKEN);
    }

    @AfterEach
    void nothingIsBlockedOrThrown() {
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .noneMatch(entry -> entry.getMessage().contains("Content Security Policy")
                        || entry.getMessage().contains("Uncaught"));
        assertThat(browser.getTitle()).isNotEqualTo("markup");
    }

    @Test
    void aTokenIsAskedForOnlyWhereOneIsNeeded() {
        browser.executeScript("sessionStorage.clear()");
        show("/");
        await().until(() -> text("#token-form").contains("Send tourbus.server.read-token"));
        find("#token").sendKeys(READ_TOKEN + Keys.ENTER);
        await().until(() -> text("#view").contains("venue-refresh"));
        assertThat(exists("#token-form")).isFalse();

        await().until(() -> !find("[aria-label='Start venue-refresh']").isEnabled());
        assertThat(text("#access")).contains("To change something, enter the token.");

        press("Enter the token …");
        find("#token").sendKeys(TOKEN + Keys.ENTER);
        await().until(() -> text("#messages").contains("now uses the token"));
        await().until(() -> find("[aria-label='Start venue-refresh']").isEnabled()
                && text("#access").isEmpty());
        assertThat(browser.getPageSource()).doesNotContain(TOKEN, READ_TOKEN);
    }

    @Test
    void theBannerSaysWhatIsWrongAndSinceWhen() {
        show("/");
        await().until(() -> text("#status").contains("Broken"));
        assertThat(text("#status"))
                .contains(
                        "The last run of daily failed: the API rejects the key (401) for /search: check the key; the stream did not accept 2 records\nSince 2026-11-20 02:00",
                        "artist-refresh is late: no run was complete for two scheduled times.\nSince 2026-11-19 04:00",
                        "520 dead letters: spotify artists, the stream does not exist",
                        "A rule fails in the warehouse: artists-key, 1 of 10 in artists\nSince 2026-11-19 03:00",
                        PageFixture.MARKUP);
        assertThat(text("#dead-letter-count")).isEqualTo("(521)");
        Chromium.picture(browser, "overview");

        show("/routes");
        await().until(() -> text("#view").contains("put-lake"));
        assertThat(exists("[aria-label='Suspend execute-run']"))
                .as("a route that the page needs can be suspended")
                .isFalse();
        press("Suspend put-lake");
        press("dialog", "Suspend");
        await().until(() -> text("#view").contains("Not running"));
        Chromium.picture(browser, "routes");
        show("/");
        await().until(() -> text("#status").contains("put-lake is suspended.\nSince 20"));
        show("/routes");
        press("Resume put-lake");
        await().until(() -> exists("[aria-label='Suspend put-lake']"));
    }

    @Test
    void aRunIsStartedWatchedAndFoundAgain() {
        var faults = sandbox.servers().ticketmaster().faults();
        faults.hang(1, "/venues");
        show("/");
        press("Start venue-refresh");
        find("#option-countries").sendKeys("DE");
        press("dialog", "Start");
        await().until(() -> browser.getCurrentUrl().contains("#/runs/2"));
        await().until(() -> exists("#view progress"));
        var run = find("h1").getText();
        press("Cancel");
        await().until(() -> text("dialog").contains("You can resume it later"));
        press("dialog", "Back");
        faults.release();
        await().atMost(Duration.ofSeconds(30)).until(() -> text("#view h1").contains("complete"));
        assertThat(text("#view")).contains("--countries DE", "Started by", "venues DE");
        await().until(() ->
                text("#view").contains("run ended run=") && text("#view").contains("1 delivered"));
        assertThat(find("#view .timeline").getDomAttribute("aria-label"))
                .contains("ticketmaster: 1 slice, the slowest is");
        Chromium.picture(browser, "run");
        press("Show objects");
        await().until(() -> text("#view").contains("normalized/venues/"));

        show("/runs?status=failed");
        await().until(() -> text("#view table").contains(PageFixture.FAILED));
        assertThat(text("#view table")).doesNotContain("venue-refresh");
        show("/runs?job=venue-refresh");
        await().until(() -> text("#view table").contains(run.split(" ")[0]));

        show("/data?show=records&entity=venues");
        await().until(() -> text("#view").contains("Fields"));
        Chromium.picture(browser, "data");
        press("All fields of " + find("#view tbody tr td:nth-last-child(2)").getText());
        await().until(() -> text("dialog").contains("ID of the venue"));
        press("dialog", "Close");
        show("/data?show=lake&folder=normalized/");
        await().until(() -> text("#view").contains("venues/"));
    }

    @Test
    void deadLettersAreShownAndDropped() {
        show("/dead-letters");
        press("Show: " + PageFixture.MARKUP);
        await().until(() -> browser.findElements(By.cssSelector("[aria-label^='Payload of']"))
                        .size()
                == 1);
        find("[aria-label^='Payload of']").sendKeys(Keys.ENTER);
        await().until(() -> text("dialog").contains("\"artist_id\": \"spotify_x\""));
        press("dialog", "Close");
        press("Drop: the stream does not exist");
        await().until(() -> text("dialog").contains("520 dead letters"));
        press("dialog", "Back");
        assertThat(text("#view")).contains("Drop all 521");
        Chromium.picture(browser, "dead-letters");
    }

    @Test
    void whatIsShownIsMarkedAsOldWhileTheConnectionIsLost() {
        show("/");
        await().until(() -> text("#view").contains("venue-refresh"));
        forwarder.cut();
        await().until(() -> text("#status").contains("Connection lost"));
        assertThat(find("#view").getDomAttribute("inert")).isNotNull();
        assertThat(find("body").getDomAttribute("class")).isEqualTo("lost");
        forwarder.restore();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !text("#status").contains("Connection lost")
                        && find("#view").getDomAttribute("inert") == null);
    }

    @Test
    void slicesOfARunThatCanBeResumedAreShown() {
        show("/runs/" + PageFixture.CANCELLED);
        await().until(() -> text("#view").contains("Slices"));
        find("#view details summary").click();
        await().until(() -> text("#view table").contains("artists-rock"));
        assertThat(text("#view table")).contains("not finished");
        show("/runs/" + PageFixture.FAILED);
        await().until(() -> text("#view").contains("search rock"));
        assertThat(text("#view")).doesNotContain("Slices");
    }

    @Test
    void theDataOfTheLatestRunsIsSummarized() {
        show("/data");
        await().until(() -> text("#view").contains("Latest changes"));
        assertThat(text("#view table tbody tr")).startsWith("artists").endsWith("5");
        for (var view : List.of("/data?show=completeness", "/data?show=warehouse")) {
            show(view);
            await().until(() -> text("#view").contains(PageFixture.VIEWS.get(view)));
        }
    }

    @Test
    void schedulesAreShownInWords() {
        browser.get(address);
        for (var words : Map.of(
                        "0 0 2 * * ?", "every day at 02:00",
                        "0 30 4 ? * MON,THU", "on Monday and Thursday at 04:30",
                        "0 0 2,14 * * ?", "every day at 02:00 and 14:00",
                        "0 0/15 * * * ?", "every 15 minutes",
                        "0 0 8-18 ? * MON-FRI", "every hour at :00 from 08 to 18 h on Monday to Friday",
                        "0 0 2 1,15 * ?", "on the 1st and 15th of each month at 02:00",
                        "0 0 2 L * ?", "0 0 2 L * ?")
                .entrySet()) {
            assertThat(browser.executeAsyncScript(
                            "import('./format.js').then((format) => arguments[1](format.schedule(arguments[0])))",
                            words.getKey()))
                    .isEqualTo(words.getValue());
        }
    }

    @Test
    void aRunIsContinuedWithItsOptions() {
        browser.get(address);
        assertThat(browser.executeAsyncScript("""
                window.fetch = async (path, {body}) => arguments[1](body);
                import("./actions.js").then(({resume}) => resume("daily", arguments[0]));""", "--cities 'San José,Köln' --full --set a=b"))
                .isEqualTo("{\"cities\":\"San José,Köln\",\"full\":true,\"resume\":true}");
    }

    @Test
    void anAddressThatIsNotValidIsExplained() {
        show("/runs/%zz");
        await().until(() -> text("#view").contains("There is no such run."));
        show("/runs?job=nonsense");
        await().until(() -> text("#view").contains("There is no such job."));
        assertThat(text("#messages")).isEmpty();
    }

    @Test
    void aDialogBelongsToItsView() {
        show("/runs");
        await().until(() -> text("#view").contains(PageFixture.FAILED));
        browser.executeScript("location.hash = '#/'");
        press("Pause venue-refresh");
        await().until(() -> text("dialog").contains("Pause venue-refresh?"));
        new Actions(browser).sendKeys(Keys.ESCAPE).perform();
        await().until(() -> !exists("dialog"));
        assertThat(browser.switchTo().activeElement().getDomAttribute("aria-label"))
                .isEqualTo("Pause venue-refresh");

        press("Pause venue-refresh");
        await().until(() -> exists("dialog"));
        browser.navigate().back();
        await().until(() -> text("#view h1").equals("Runs"));
        assertThat(exists("dialog")).isFalse();
    }

    @Test
    void theHeadlineIsSpokenOnceAndShownInTheTab() {
        show("/runs");
        await().until(() -> text("#spoken-status").startsWith("Broken: "));
        assertThat(browser.getTitle()).isEqualTo("Broken · Runs · Tourbus");
        assertThat(browser.findElements(By.cssSelector("[role=status] time, [aria-live] time")))
                .as("times that change are read aloud")
                .isEmpty();
    }

    /** The page is loaded once, with the code that checks it. Other tests load each view. */
    @Test
    void eachViewIsAccessible() throws IOException {
        try (var accessibility = new Accessibility(browser)) {
            browser.get(address);
            accessibility.checkStyles();
            for (var view : PageFixture.VIEWS.keySet()) {
                browser.executeScript(
                        "document.querySelector('#view').replaceChildren(); location.hash = arguments[0]", view);
                await().until(() -> text("#view").contains(PageFixture.VIEWS.get(view))
                        && text("#status").contains("Broken"));
                accessibility.check(view);
                if (view.equals("/")) {
                    accessibility.appear("light", 375);
                    Chromium.picture(browser, "phone");
                }
            }
        }
    }

    @Test
    void newRecordsOfTheStreamAndTheTimelineOfARunAreAccessible() throws IOException {
        try (var accessibility = new Accessibility(browser)) {
            show("/data?show=stream");
            await().until(() -> text("#view").contains("Waiting for new records"));
            var run = startVenueRefresh();
            // Records that arrive before the page reads the stream are not shown.
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> {
                        startVenueRefresh();
                        return text("#view table").contains("venue_id");
                    });
            accessibility.check("stream");

            show("/runs/" + run);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> exists("#view .timeline") && text("#view h1").contains("complete"));
            accessibility.check("timeline");
        }
    }

    /** Returns the ID of the run; null if the job is running. */
    private static Object startVenueRefresh() {
        return browser.executeAsyncScript("""
                const headers = {Authorization: `Bearer ${arguments[0]}`, "Content-Type": "application/json"};
                fetch("api/jobs/venue-refresh/runs", {method: "POST", headers, body: '{"countries": "DE", "full": true}'})
                    .then((response) => response.json()).then((accepted) => arguments[1](accepted.run_id));""", TOKEN);
    }

    /** Loads the page, so that each view is also tested as an address that somebody shares. */
    private static void show(String view) {
        browser.get(address + "icon.svg");
        browser.get(address + "#" + view);
    }

    /** Presses a button as a keyboard does. */
    private static void press(String label) {
        press("body", label);
    }

    private static void press(String place, String label) {
        await().ignoreExceptions().until(() -> {
            var button = (WebElement) browser.executeScript("""
                    return [...document.querySelectorAll(arguments[0] + " button")]
                        .find((one) => (one.getAttribute("aria-label") ?? one.textContent) === arguments[1]);""", place, label);
            button.sendKeys(Keys.ENTER);
            return true;
        });
    }

    private static boolean exists(String selector) {
        return !browser.findElements(By.cssSelector(selector)).isEmpty();
    }

    /** Empty if there is no such element. */
    private static String text(String selector) {
        return String.valueOf(
                browser.executeScript("return document.querySelector(arguments[0])?.innerText ?? ''", selector));
    }

    private static WebElement find(String selector) {
        return browser.findElement(By.cssSelector(selector));
    }
}
