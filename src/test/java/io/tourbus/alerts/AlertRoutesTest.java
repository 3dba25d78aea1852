package io.tourbus.alerts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tourbus.run.RunSettings;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.schedule.Schedules;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.SettingFunction;
import io.tourbus.state.State;
import io.tourbus.testing.FreePort;
import io.tourbus.testing.Logged;
import io.tourbus.testing.Settled;
import io.tourbus.testing.TestState;
import io.tourbus.testing.Webhook;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;

/** The messages that {@code routes/alert-delivery.camel.yaml} sends to different kinds of endpoints. */
class AlertRoutesTest extends CamelTestSupport {

    private static final Alert ALERT = new Alert(
            "failed",
            "daily",
            "run1",
            "2026-11-23T02:00:00Z",
            "Tourbus: daily failed",
            List.of("Sigur Rós, a=1&b=<2>."),
            List.of("`run`"));

    private final State state = TestState.open();

    @AfterEach
    void close() {
        state.close();
    }

    @Override
    protected void bindToRegistry(Registry registry) {
        var settings = Settled.with();
        var alerts = AlertSettings.read(settings);
        var scheduleSettings = ScheduleSettings.read(settings);
        var clock = Clock.systemUTC();
        var outbox = new AlertOutbox(state.keyValues(), alerts.lease(), clock);
        var schedules = new Schedules(() -> scheduleSettings, state.runs(), state.keyValues(), clock);
        registry.bind("alertOutbox", outbox);
        registry.bind(
                "alertDetector",
                new AlertDetector(
                        alerts,
                        () -> RunSettings.read(settings),
                        () -> scheduleSettings,
                        schedules,
                        state.runs(),
                        outbox,
                        clock));
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        var context = super.createCamelContext();
        var properties = Settled.shipped();
        properties.setProperty("tourbus.retry.backoff-seconds", "0.01");
        properties.setProperty("alerts.retry-millis", "10");
        context.getPropertiesComponent().setOverrideProperties(properties);
        SettingFunction.all(context).forEach(context.getPropertiesComponent()::addPropertiesFunction);
        return context;
    }

    @Test
    void sendsSubjectAndTextToAnSnsTopic() throws Exception {
        var request = new CompletableFuture<String>();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                request.complete(
                        URLDecoder.decode(new String(exchange.getRequestBody().readAllBytes(), UTF_8), UTF_8));
                var response = "<PublishResponse><PublishResult/></PublishResponse>".getBytes(UTF_8);
                exchange.sendResponseHeaders(200, response.length);
                exchange.getResponseBody().write(response);
            }
        });
        server.start();
        try (var client = SnsClient.builder()
                .region(Region.EU_WEST_1)
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .build()) {
            context.addComponent("sns", new SnsComponent(region -> client));

            send("sns:arn:aws:sns:eu-west-1:123456789012:alerts");
        } finally {
            server.stop(0);
        }

        assertThat(request.join())
                .contains(
                        "TopicArn=arn:aws:sns:eu-west-1:123456789012:alerts",
                        "Subject=Tourbus: daily failed",
                        "Message=Tourbus: daily failed\nSigur Rós, a=1&b=<2>.\n- `run`");
    }

    @Test
    void sendsSubjectAndTextByMail() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var mail = CompletableFuture.supplyAsync(() -> mail(server));

            send("smtp://127.0.0.1:%d?username=me&password=hush&from=bus@example.com&to=you@example.com"
                    .formatted(server.getLocalPort()));

            assertThat(mail.join())
                    .contains("Subject: Tourbus: daily failed", "To: you@example.com", "- `run`")
                    .anyMatch(line -> line.equalsIgnoreCase("Content-Type: text/plain; charset=utf-8"));
        }
    }

    /** Implements the part of SMTP that one mail needs. */
    private static List<String> mail(ServerSocket server) {
        List<String> lines = new ArrayList<>();
        try (var socket = server.accept();
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
                var out = new PrintWriter(socket.getOutputStream(), true, UTF_8)) {
            out.print("220 ready\r\n");
            out.flush();
            var data = false;
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
                var reply = data ? line.equals(".") ? "250 queued" : "" : reply(line);
                data = line.equals("DATA") || data && !line.equals(".");
                out.print(reply.isEmpty() ? "" : reply + "\r\n");
                out.flush();
            }
        } catch (IOException e) {
            lines.add(e.toString());
        }
        return lines;
    }

    private static String reply(String line) {
        if (line.startsWith("EHLO")) {
            return "250-localhost\r\n250 AUTH PLAIN";
        }
        return line.startsWith("AUTH") ? "235 OK" : line.equals("DATA") ? "354 send data" : "250 OK";
    }

    @Test
    void sendsOnlyTheTextToSlack() throws Exception {
        try (var webhook = new Webhook()) {
            send(webhook.address(), "tourbus.alerts.format", "slack");

            assertThat(webhook.taken())
                    .singleElement()
                    .hasToString("{\"text\":\"Tourbus: daily failed\\nSigur Rós, a=1&amp;b=&lt;2&gt;.\\n- `run`\"}");
            assertThat(webhook.headers())
                    .singleElement()
                    .satisfies(headers -> assertThat(headers).doesNotContainKey("Authorization"));
        }
    }

    @Test
    void triesAnEndpointThreeTimes() throws Exception {
        try (var webhook = new Webhook()) {
            webhook.answerWith(500);

            assertThatThrownBy(() -> send(webhook.address())).rootCause().hasMessage("HTTP status 500");

            assertThat(webhook.requests()).isEqualTo(3);
        }
    }

    @Test
    void doesNotExposeAnUnreachableAddress() throws Exception {
        assertThatThrownBy(() -> send("http://127.0.0.1:%d/hush-hush".formatted(FreePort.find())))
                .rootCause()
                .hasMessageStartingWith("HttpHostConnectException ")
                .hasMessageNotContaining("hush");
    }

    @Test
    void namesAnUnknownOptionOfAnEndpointWithoutItsValue() {
        assertThatThrownBy(() -> send("log:alerts?levle=hush-hush"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tourbus.alerts.to is not a valid Camel endpoint")
                .hasMessageContaining("levle")
                .hasMessageNotContaining("hush");
    }

    @Test
    void writesToTheLogByDefault() throws Exception {
        try (var logged = new Logged()) {
            send("log:io.tourbus.alerts?level=WARN&plain=true");

            assertThat(logged.lines()).anySatisfy(line -> assertThat(line).contains(ALERT.subject()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"log", "log:", "https", "https://", "https:///hush", "hooks.slack.com/hush", "smtps:"})
    void rejectsWhatIsNotAnAddress(String to) {
        assertThatThrownBy(() -> send(to))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "tourbus.alerts.to is not the address of an endpoint. Use, for example, "
                                + "https://example.com/hook, sns:arn:aws:sns:REGION:ACCOUNT:TOPIC, smtps://HOST?to=ADDRESS or log:NAME.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"timer:hush", "quartz:hush", "platform-http:/hush"})
    void rejectsAnEndpointThatAcceptsNoMessages(String to) {
        assertThatThrownBy(() -> send(to))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "tourbus.alerts.to names an endpoint of '%s' that accepts no messages. Use another endpoint."
                                .formatted(to.split(":")[0]));
    }

    private void send(String to, String... overrides) throws Exception {
        var all = new ArrayList<>(List.of("tourbus.alerts.to", to));
        all.addAll(List.of(overrides));
        var settings = Settled.with(all.toArray(String[]::new));
        var alerts = AlertSettings.read(settings);
        try (var sender = new AlertSender(alerts)) {
            sender.open(context, settings);
            settings.check();
            context.getRegistry().bind("alertFormat", alerts.format());
            context.getRegistry().bind("alertSender", sender);
            for (var file : List.of("failures", "alerts", "alert-delivery")) {
                PluginHelper.getRoutesLoader(context)
                        .loadRoutes(
                                ResourceHelper.resolveResource(context, "file:routes/%s.camel.yaml".formatted(file)));
            }
            template.sendBodyAndHeaders(
                    "direct:send-alert",
                    ALERT,
                    Map.of(
                            "Authorization",
                            "Bearer token of the request that started the job",
                            "CamelHttpPath",
                            "/elsewhere"));
        }
    }
}
