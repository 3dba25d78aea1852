package io.tourbus.state.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:file:/data/state, /data/state",
        "jdbc:h2:/data/state;WRITE_DELAY=5, /data/state",
        "jdbc:h2:file:./data/state, ./data/state",
        "jdbc:h2:C:/data/state, C:/data/state"
    })
    void anH2FileHasAPath(String url, Path path) {
        assertThat(new DatabaseUrl(url).file()).contains(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:mem:state",
                "jdbc:h2:tcp://localhost/state",
                "jdbc:h2:file:/data/state;cipher=AES",
                "jdbc:h2:file:/data/state;AUTO_SERVER=TRUE",
                "jdbc:postgresql://localhost/state"
            })
    void otherDatabasesHaveNoPath(String url) {
        assertThat(new DatabaseUrl(url).file()).isEmpty();
    }

    @Test
    void optionsOfTheUserAreKept() {
        assertThat(new DatabaseUrl("jdbc:h2:./state;write_delay=500").withDefaults())
                .isEqualTo("jdbc:h2:./state;write_delay=500;DB_CLOSE_ON_EXIT=FALSE;PAGE_SIZE=2048"
                        + ";AUTO_COMPACT_FILL_RATE=0;TRACE_LEVEL_FILE=0");
        assertThat(new DatabaseUrl("jdbc:postgresql:state").withDefaults()).isEqualTo("jdbc:postgresql:state");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db/state?user=a&password=s3cr3t&ssl=true, jdbc:postgresql://db/state?user=a&password=***&ssl=true",
        "jdbc:postgresql://a:s3cr3t@db/state, jdbc:postgresql://***@db/state",
        "jdbc:h2:./state;PASSWORD=s3cr3t;USER=a, jdbc:h2:./state;PASSWORD=***;USER=a"
    })
    void passwordsAreMasked(String url, String redacted) {
        assertThat(new DatabaseUrl(url).redacted()).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db.example.com/state",
                "jdbc:postgresql://db.example.com:5432/state?sslmode=prefer",
                "jdbc:postgresql://localhost,db.example.com/state?connectTimeout=5",
                "jdbc:postgresql://tourbus:pw@10.0.0.5/state?ssl=false",
                "jdbc:postgresql://[2001:db8::1]/state?sslmode=disable"
            })
    void aRemoteServerWithoutRequiredEncryption(String url) {
        assertThat(new DatabaseUrl(url).isUnencryptedRemote()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:mem:state",
                "jdbc:postgresql:state",
                "jdbc:postgresql:///state",
                "jdbc:postgresql://localhost:5433/state",
                "jdbc:postgresql://127.0.0.1/state",
                "jdbc:postgresql://[::1]:5432/state",
                "jdbc:postgresql://db.example.com/state?sslmode=verify-full",
                "jdbc:postgresql://db.example.com/state?user=a&sslmode=require&x=y",
                "jdbc:postgresql://db.example.com/state?ssl=true"
            })
    void aLocalServerOrRequiredEncryption(String url) {
        assertThat(new DatabaseUrl(url).isUnencryptedRemote()).isFalse();
    }
}
