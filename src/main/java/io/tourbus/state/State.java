package io.tourbus.state;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tourbus.state.db.DatabaseErrorTranslator;
import io.tourbus.state.db.DatabaseUrl;
import io.tourbus.state.db.H2File;
import io.tourbus.state.db.InstantColumns;
import io.tourbus.state.db.Schema;
import io.tourbus.state.db.StateException;
import io.tourbus.state.db.Transactions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/**
 * What is remembered from run to run, in a database of its own: an H2 file that one process has to itself, or a
 * PostgreSQL of version 15 or newer that several may share. All that it hands out can be used by several threads.
 */
public final class State implements AutoCloseable {

    private final HikariDataSource pool;
    private final Optional<H2File> file;
    private final Transactions transactions;
    private final SourceBlocks blocks;
    private final QuotaUsage usage;
    private final EventCountHistory densities;
    private final DeliveredHashes hashes;
    private final ArtistRepository artists;
    private final PerformerMatches matches;
    private final GapRepository gaps;
    private final KeyValueStore facts;
    private final RunRepository runs;
    private final RunLocks runLocks;
    private final DeadLetterRepository deadLetters;
    private final LandedObjects landedObjects;

    private State(HikariDataSource pool, Optional<H2File> file, DatabaseErrorTranslator diagnosis) {
        this.pool = pool;
        this.file = file;
        var jdbi = Jdbi.create(pool)
                .registerArgument(new InstantColumns.Arguments())
                .registerColumnMapper(Instant.class, new InstantColumns())
                .registerArrayType(String.class, "varchar")
                .registerArrayType(Long.class, "bigint")
                .registerArrayType(UUID.class, "uuid");
        transactions = new Transactions(jdbi, diagnosis);
        blocks = new SourceBlocks(transactions);
        usage = new QuotaUsage(transactions);
        densities = new EventCountHistory(transactions);
        hashes = new DeliveredHashes(transactions);
        artists = new ArtistRepository(transactions);
        matches = new PerformerMatches(transactions);
        gaps = new GapRepository(transactions);
        facts = new KeyValueStore(transactions);
        runs = new RunRepository(transactions, hashes);
        runLocks = new RunLocks(transactions);
        deadLetters = new DeadLetterRepository(transactions);
        landedObjects = new LandedObjects(transactions);
        if (file.isPresent()) {
            runLocks.clear();
        }
    }

    /**
     * Opens the state, and creates or upgrades its tables.
     *
     * @param url such as {@code jdbc:h2:file:/path/state}, for a file {@code /path/state.mv.db} in a folder that is
     *     created where it is missing, or {@code jdbc:postgresql://host/database}
     * @throws StateException when that is not possible; a file is then as it was
     */
    public static State open(String url, String user, String password) {
        var database = new DatabaseUrl(url);
        var diagnosis = new DatabaseErrorTranslator(database, user, password);
        if (!database.isH2() && !database.isPostgres()) {
            throw diagnosis.unknownDatabase();
        }
        var file = database.file().map(name -> new H2File(name, diagnosis));
        file.ifPresent(H2File::open);
        try {
            return connect(pool(database, user, password, diagnosis), file, diagnosis);
        } catch (RuntimeException e) {
            file.ifPresent(H2File::abandon);
            throw e;
        }
    }

    private static State connect(HikariDataSource pool, Optional<H2File> file, DatabaseErrorTranslator diagnosis) {
        try {
            new Schema(pool, isShared(pool), diagnosis).bringUp();
            return new State(pool, file, diagnosis);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /** The database, where it is one that several processes may share. */
    public Optional<DataSource> shared() {
        return isShared(pool) ? Optional.of(pool) : Optional.empty();
    }

    private static boolean isShared(HikariDataSource pool) {
        return new DatabaseUrl(pool.getJdbcUrl()).isPostgres();
    }

    public SourceBlocks blocks() {
        return blocks;
    }

    public QuotaUsage usage() {
        return usage;
    }

    public EventCountHistory densities() {
        return densities;
    }

    public DeliveredHashes hashes() {
        return hashes;
    }

    public ArtistRepository artists() {
        return artists;
    }

    public PerformerMatches matches() {
        return matches;
    }

    public GapRepository gaps() {
        return gaps;
    }

    public KeyValueStore facts() {
        return facts;
    }

    public RunRepository runs() {
        return runs;
    }

    public RunLocks runLocks() {
        return runLocks;
    }

    public DeadLetterRepository deadLetters() {
        return deadLetters;
    }

    public LandedObjects landedObjects() {
        return landedObjects;
    }

    /**
     * Copies an H2 file as it is now, however much it is in use.
     *
     * @param zip to be written, with the file in it under its own name
     */
    public void backUp(Path zip) {
        transactions.read(database -> database.execute("BACKUP TO ?", zip.toString()));
    }

    /** Ends what is under way; a second time it does nothing, for the file may be another state's by then. */
    @Override
    public synchronized void close() {
        if (!pool.isClosed()) {
            pool.close();
            file.ifPresent(H2File::close);
        }
    }

    private static HikariDataSource pool(
            DatabaseUrl url, String user, String password, DatabaseErrorTranslator diagnosis) {
        var config = new HikariConfig();
        config.setPoolName("state");
        config.setJdbcUrl(url.withDefaults());
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(8);
        config.setConnectionTimeout(10_000);
        if (url.isPostgres()) {
            // Seconds; a network that swallows packets would hold a caller for ever otherwise.
            config.addDataSourceProperty("connectTimeout", "10");
            config.addDataSourceProperty("socketTimeout", "120");
            config.addDataSourceProperty("ApplicationName", "tourbus");
        }
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw diagnosis.translate(e);
        }
    }
}
