package io.tourbus.redshift;

import static io.tourbus.warehouse.TestLake.artist;
import static io.tourbus.warehouse.TestLake.concert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.lake.LakeReader;
import io.tourbus.redshift.RedshiftSettings.Source;
import io.tourbus.state.Databases;
import io.tourbus.warehouse.TestLake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** A load from the objects of the lake, in PostgreSQL. */
@ExtendWith(Databases.Extension.class)
class LakeLoadTest {

    private static final String MORNING = "2026-11-28T06:00:00Z";
    private static final String NOON = "2026-11-28T12:00:00Z";

    @TempDir
    Path folder;

    private TestLake lake;
    private PostgresRedshift database;
    private int loads;

    @BeforeEach
    void open(Databases databases) {
        lake = new TestLake(folder);
        database = new PostgresRedshift(databases.postgresDatabase(), this::copied);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** The bucket in the folder. */
    private record Bucket(S3Client reader, Path folder) implements S3Client {

        @Override
        public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
            try (var content = body.contentStreamProvider().newStream()) {
                var file = folder.resolve(request.key());
                Files.createDirectories(file.getParent());
                Files.write(file, content.readAllBytes());
                return PutObjectResponse.builder().build();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
            return reader.listObjectsV2(request);
        }

        @Override
        public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
            return reader.getObject(request, transformer);
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /** What {@code COPY} reads: the lines of a file, or of all objects that a manifest lists. */
    private String copied(String address) {
        try {
            List<String> lines = new ArrayList<>();
            if (address.endsWith(".manifest")) {
                for (var entry :
                        new ObjectMapper().readTree(file(address).toFile()).get("entries")) {
                    assertThat(entry.get("mandatory").asBoolean()).isTrue();
                    try (var in = new GZIPInputStream(
                            Files.newInputStream(file(entry.get("url").asText())))) {
                        lines.addAll(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                                .lines()
                                .toList());
                    }
                }
            } else {
                lines.addAll(Files.readAllLines(file(address)));
            }
            return "[" + String.join(",", lines) + "]";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String address) {
        return folder.resolve(address.replaceFirst("s3://test/", ""));
    }

    private LoadResult load() {
        var reader = lake.reader();
        var objects = new CopySource(new LakeReader(new Bucket(reader.s3(), folder), reader.bucket(), reader.limits()));
        var load = "load" + ++loads;
        return new RedshiftLoader(
                        database,
                        RedshiftLoaderTest.settings(Source.LAKE),
                        Path.of("warehouse/redshift"),
                        Optional.of(objects))
                .load(load, "s3://test/warehouse/redshift/" + load);
    }

    private List<String> artists() {
        return database.rows(
                "SELECT artist_id, popularity_score, created_at, updated_at FROM concert_dw.artists ORDER BY 1");
    }

    @Test
    void newObjectsAreCopiedOnce() {
        lake.write(
                "artists",
                "r1",
                "s1",
                List.of(artist("a1", MORNING, "r1", "s1", 10), artist("a2", MORNING, "r1", "s1", 20)));
        lake.write("concerts", "r1", "s2", List.of(concert("c1", MORNING, "r1", "s2", 30)));
        lake.manifest("r1");
        assertThat(load()).satisfies(first -> {
            assertThat(first.objects()).isEqualTo(2);
            assertThat(first.records()).isEqualTo(3);
        });

        lake.write("artists", "r2", "s1", List.of(artist("a1", NOON, "r2", "s1", 11)));
        lake.manifest("r2");
        assertThat(load().objects()).isEqualTo(1);

        assertThat(load().objects()).isZero();
        assertThat(artists())
                .containsExactly(
                        "a1 11.00 2026-11-28 06:00:00 2026-11-28 12:00:00",
                        "a2 20.00 2026-11-28 06:00:00 2026-11-28 06:00:00");
        assertThat(database.rows("SELECT concert_id, ticket_prices, local_date FROM concert_dw.concerts"))
                .containsExactly("c1 {\"standard\":30.5} 2027-01-02");
        assertThat(folder.resolve("warehouse/redshift/load2/artists.manifest")).exists();
        assertThat(folder.resolve("warehouse/redshift/load2/concerts.manifest")).doesNotExist();
        assertThat(folder.resolve("warehouse/redshift/load3")).doesNotExist();
    }

    @Test
    void theNewestOfSeveralRecordsIsLoadedAndALateOneIsNot() {
        lake.write("artists", "r2", "s1", List.of(artist("a1", NOON, "r2", "s1", 12)));
        lake.write("artists", "r2", "s2", List.of(artist("a1", MORNING, "r2", "s2", 11)));
        lake.manifest("r2");
        load();
        lake.write("artists", "r1", "s1", List.of(artist("a1", MORNING, "r1", "s1", 10)));
        lake.manifest("r1");

        assertThat(load().objects()).isEqualTo(1);

        assertThat(artists()).containsExactly("a1 12.00 2026-11-28 12:00:00 2026-11-28 12:00:00");
    }

    @Test
    void anObjectThatWasWrittenAgainIsLoadedAgain() {
        lake.write("artists", "r1", "s1", List.of(artist("a1", MORNING, "r1", "s1", 10)));
        lake.manifest("r1");
        load();

        lake.write("artists", "r1", "s1", List.of(artist("a1", MORNING, "r1", "s1", 15)));
        lake.manifest("r1");

        assertThat(load().objects()).isEqualTo(1);
        assertThat(artists()).containsExactly("a1 15.00 2026-11-28 06:00:00 2026-11-28 06:00:00");
    }

    @Test
    void aMissingObjectIsNamedAndTheOthersAreLoaded() {
        lake.write("artists", "r1", "s1", List.of(artist("a1", MORNING, "r1", "s1", 10)));
        var missing = lake.write("artists", "r1", "s2", List.of(artist("a2", MORNING, "r1", "s2", 10)));
        lake.manifest("r1");
        lake.delete(missing.key());

        var result = load();

        assertThat(result.missing()).containsExactly(missing.address());
        assertThat(result.objects()).isEqualTo(1);
        assertThat(artists()).hasSize(1);
    }

    @Test
    void aDamagedManifestIsNamedAndTheOtherRunsAreLoaded() throws IOException {
        lake.write("artists", "r1", "s1", List.of(artist("a1", MORNING, "r1", "s1", 10)));
        lake.manifest("r1");
        lake.write("artists", "r2", "s1", List.of(artist("a2", MORNING, "r2", "s1", 10)));
        lake.manifest("r2");
        var manifest = folder.resolve("raw/_runs/r1.json");
        Files.writeString(manifest, Files.readString(manifest).substring(0, 40));

        var result = load();

        assertThat(result.damaged())
                .singleElement()
                .satisfies(skipped -> assertThat(skipped.object()).endsWith("/raw/_runs/r1.json"));
        assertThat(result.incomplete()).isTrue();
        assertThat(artists()).singleElement().asString().startsWith("a2");
    }

    @Test
    void aFailedLoadCopiesItsObjectsTheNextTime() {
        lake.write("artists", "r1", "s1", List.of(artist("a1", MORNING, "r1", "s1", 10)));
        lake.write("concerts", "r1", "s2", List.of("{\"concert_id\":\"c1\",\"local_date\":\"soon\"}"));
        lake.manifest("r1");
        assertThatThrownBy(this::load).isInstanceOf(RedshiftException.class);
        assertThat(artists()).isEmpty();

        lake.write("concerts", "r1", "s2", List.of(concert("c1", MORNING, "r1", "s2", 30)));
        lake.manifest("r1");

        assertThat(load().objects()).isEqualTo(2);
        assertThat(artists()).hasSize(1);
    }
}
