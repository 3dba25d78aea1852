package io.tourbus.faults;

import static io.tourbus.run.RunReport.Status.COMPLETE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.sandbox.server.CuttingProxy;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs through proxies that cut connections, at any byte and in both directions. */
class CutConnectionsTest extends SandboxTest {

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 60, 60, 100);
        sandbox.set("tourbus.retry.attempts", "12")
                .set("tourbus.stream.max-attempts", "12")
                .set("tourbus.ticketmaster.page-size", "10")
                .set("tourbus.spotify.top-tracks", "false")
                .set("tourbus.spotify.related-artists", "false");
    }

    @Test
    void everythingIsInTheLakeOnceAndInTheStreamAtLeastOnce() throws IOException {
        runByWayOfProxies(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4, 5})
    @Tag("slow")
    void connectionsCutAtAnyTimeLoseNothing(long seed) throws IOException {
        runByWayOfProxies(seed);
    }

    private void runByWayOfProxies(long seed) throws IOException {
        var servers = sandbox.servers();
        try (var spotify = new CuttingProxy(servers.spotify().baseUrl(), seed, 1_500);
                var ticketmaster = new CuttingProxy(servers.ticketmaster().baseUrl(), seed, 3_000);
                var lake = new CuttingProxy(servers.lake().endpoint(), seed, 4_000);
                var stream = new CuttingProxy(servers.kinesis().endpoint(), seed, 5_000)) {
            sandbox.set("tourbus.spotify.base-url", spotify.endpoint().toString())
                    .set(
                            "tourbus.ticketmaster.base-url",
                            ticketmaster.endpoint().toString());
            pointAt("aws.endpointUrlS3", lake.endpoint());
            pointAt("aws.endpointUrlKinesis", stream.endpoint());

            var report = sandbox.run("daily");

            assertThat(report.status()).as("%s", report.notes()).isEqualTo(COMPLETE);
            var landed = sandbox.landed(report);
            assertThat(landed)
                    .doesNotHaveDuplicates()
                    .containsAll(sandbox.expectedIds().values().stream()
                            .flatMap(List::stream)
                            .toList());
            assertThat(sandbox.streamed()).containsAll(landed);
            assertThat(sandbox.streamed().size() - landed.size())
                    .as("twice in the stream: at most the batch of each call that was cut off")
                    .isLessThanOrEqualTo(
                            stream.cuts() * largest(servers.kinesis().batches()));
            assertThat(sandbox.deadLetters()).isEmpty();
            assertThat(List.of(spotify, ticketmaster, lake, stream)).allMatch(proxy -> proxy.cuts() > 0);
        }
    }

    private static int largest(List<Integer> batches) {
        return batches.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    private static void pointAt(String property, URI address) {
        System.setProperty(property, address.toString());
    }
}
