package io.tourbus.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.state.db.SerializationFilter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.JobKey;
import org.quartz.TriggerKey;
import org.quartz.simpl.CascadingClassLoadHelper;
import org.slf4j.LoggerFactory;

/** A Java object that somebody has written into the database is not created. */
class JavaObjectsTest {

    private static final AtomicInteger CREATED = new AtomicInteger();

    /** Runs code when it is deserialized. */
    private static final class Gadget implements Serializable {

        @Serial
        private static final long serialVersionUID = 1;

        @Serial
        private void readObject(ObjectInputStream in) {
            CREATED.incrementAndGet();
        }
    }

    private final ZonedCronTrigger.PostgresDelegate quartz = new ZonedCronTrigger.PostgresDelegate();
    private Connection database;

    @BeforeEach
    void createTables() throws Exception {
        CREATED.set(0);
        database = DriverManager.getConnection("jdbc:h2:mem:" + UUID.randomUUID());
        var classes = new CascadingClassLoadHelper();
        classes.initialize();
        quartz.initialize(LoggerFactory.getLogger(getClass()), "qrtz_", "tourbus", "1", classes, true, "");
        execute("CREATE TABLE qrtz_calendars (sched_name VARCHAR, calendar_name VARCHAR, calendar BLOB)");
        execute("CREATE TABLE qrtz_job_details (sched_name VARCHAR, job_name VARCHAR, job_group VARCHAR,"
                + " description VARCHAR, job_class_name VARCHAR, is_durable BOOLEAN, is_nonconcurrent BOOLEAN,"
                + " is_update_data BOOLEAN, requests_recovery BOOLEAN, job_data BLOB)");
        execute("CREATE TABLE qrtz_triggers (sched_name VARCHAR, trigger_name VARCHAR, trigger_group VARCHAR,"
                + " job_name VARCHAR, job_group VARCHAR, description VARCHAR, next_fire_time BIGINT,"
                + " prev_fire_time BIGINT, priority INT, trigger_state VARCHAR, trigger_type VARCHAR,"
                + " start_time BIGINT, end_time BIGINT, calendar_name VARCHAR, misfire_instr INT, job_data BLOB)");
        execute("CREATE TABLE qrtz_blob_triggers (sched_name VARCHAR, trigger_name VARCHAR, trigger_group VARCHAR,"
                + " blob_data BLOB)");
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private void execute(String sql, byte[]... values) throws SQLException {
        try (var statement = database.prepareStatement(sql)) {
            for (var i = 0; i < values.length; i++) {
                statement.setBytes(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    private static byte[] serialized(Object object) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private static Object deserialized(byte[] bytes) throws IOException, ClassNotFoundException {
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }

    @Test
    void quartzReadsNoCalendar() throws Exception {
        execute("INSERT INTO qrtz_calendars VALUES ('tourbus', 'c', ?)", serialized(new Gadget()));

        assertThatThrownBy(() -> quartz.selectCalendar(database, "c")).hasMessageContaining("Java object");
        assertThat(CREATED).hasValue(0);
    }

    @Test
    void quartzReadsNoObjectFromJobData() throws Exception {
        execute(
                "INSERT INTO qrtz_job_details VALUES ('tourbus', 'j', 'g', '', 'org.apache.camel.component.quartz.CamelJob',"
                        + " TRUE, FALSE, FALSE, FALSE, ?)",
                serialized(new Gadget()));

        var job = quartz.selectJobDetail(database, JobKey.jobKey("j", "g"), new CascadingClassLoadHelper() {
            @Override
            public Class<?> loadClass(String name) throws ClassNotFoundException {
                return Class.forName(name);
            }
        });

        assertThat(job.getJobDataMap().values()).allMatch(String.class::isInstance);
        assertThat(CREATED).hasValue(0);
    }

    @Test
    void quartzReadsNoTriggerOfAnotherClass() throws Exception {
        execute("INSERT INTO qrtz_triggers VALUES ('tourbus', 't', 'g', 'j', 'g', '', 0, 0, 5, 'WAITING', 'BLOB', 0, 0,"
                + " NULL, 0, NULL)");
        execute("INSERT INTO qrtz_blob_triggers VALUES ('tourbus', 't', 'g', ?)", serialized(new Gadget()));

        assertThatThrownBy(() -> quartz.selectTrigger(database, TriggerKey.triggerKey("t", "g")))
                .hasMessageContaining("Java object");
        assertThat(CREATED).hasValue(0);
    }

    @Test
    void theProcessCreatesOnlyObjectsOfJmxClients() throws Exception {
        SerializationFilter.install();

        assertThatThrownBy(() -> deserialized(serialized(new Gadget()))).isInstanceOf(InvalidClassException.class);
        assertThat(CREATED).hasValue(0);
        var data = Map.of("names", List.of("a", 1L));
        assertThat(deserialized(serialized(data))).isEqualTo(data);
        assertThat(deserialized(serialized(new javax.management.ObjectName("io.tourbus:type=Job"))))
                .hasToString("io.tourbus:type=Job");
    }
}
