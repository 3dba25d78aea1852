package io.tourbus.state;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tourbus.state.DeadLetter.Stage;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import io.tourbus.state.GapRepository.Gap;
import io.tourbus.state.PerformerMatches.PerformerMatch;
import io.tourbus.state.RunRepository.SliceProgress;
import io.tourbus.state.SourceBlocks.SourceBlock;
import io.tourbus.state.db.DatabaseErrorTranslator;
import io.tourbus.state.db.DatabaseUrl;
import io.tourbus.state.db.H2File;
import io.tourbus.state.db.InstantColumns;
import io.tourbus.state.db.JsonColumns;
import io.tourbus.state.db.Schema;
import io.tourbus.state.db.StateException;
import io.tourbus.state.db.Transactions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.generic.GenericType;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * The state database, which keeps what later runs need: an H2 file for a single process, or PostgreSQL 15 or newer, which
 * several processes can share. All repositories are thread-safe.
 */
public final class State implements AutoCloseable {

    private final HikariDataSource pool;
    private final Optional<H2File> file;
    private final Transactions transactions;
    private final SourceBlocks blocks;
    private final QuotaUsage usage;
    private final EventCountHistory eventCounts;
    private final DeliveredHashes hashes;
    private final ArtistRepository artists;
    private final PerformerMatches matches;
    private final GapRepository gaps;
    private final KeyValueStore keyValues;
    private final RunRepository runs;
    private final RunLocks runLocks;
    private final DeadLetterRepository deadLetters;
    private final LandedObjects landedObjects;

    private State(HikariDataSource pool, Optional<H2File> file, DatabaseErrorTranslator errors) {
        this.pool = pool;
        this.file = file;
        var jdbi = Jdbi.create(pool)
                .registerArgument(new InstantColumns.Arguments())
                .registerColumnMapper(Instant.class, new InstantColumns())
                .registerColumnMapper(Stage.class, (row, column, context) -> Stage.of(row.getString(column)))
                .registerColumnMapper(
                        new GenericType<List<String>>() {},
                        (row, column, context) -> JsonColumns.texts(row.getString(column)))
                .registerColumnMapper(
                        new GenericType<Map<String, String>>() {},
                        (row, column, context) -> JsonColumns.textsByName(row.getString(column)))
                .registerRowMapper(ConstructorMapper.factory(SourceBlock.class))
                .registerRowMapper(ConstructorMapper.factory(PerformerMatch.class))
                .registerRowMapper(ConstructorMapper.factory(Gap.class))
                .registerRowMapper(ConstructorMapper.factory(SliceProgress.class))
                .registerRowMapper(ConstructorMapper.factory(StoredDeadLetter.class))
                .registerArrayType(String.class, "varchar")
                .registerArrayType(Long.class, "bigint")
                .registerArrayType(UUID.class, "uuid");
        transactions = new Transactions(jdbi, errors);
        blocks = new SourceBlocks(transactions);
        usage = new QuotaUsage(transactions);
        eventCounts = new EventCountHistory(transactions);
        hashes = new DeliveredHashes(transactions);
        artists = new ArtistRepository(transactions);
        matches = new PerformerMatches(transactions);
        gaps = new GapRepository(transactions);
        keyValues = new KeyValueStore(transactions);
        runs = new RunRepository(transactions, hashes);
        runLocks = new RunLocks(transactions);
        deadLetters = new DeadLetterRepository(transactions);
        landedObjects = new LandedObjects(transactions);
        if (file.isPresent()) {
            runLocks.clear();
        }
    }

    /**
     * Opens the database, and creates or upgrades its tables.
     *
     * @param url {@code jdbc:h2:file:/path/state} for the file {@code /path/state.mv.db}, whose directory is created if
     *     necessary, or {@code jdbc:postgresql://host/database}
     * @throws StateException if the database cannot be opened; an H2 file is then unchanged
     */
    public static State open(String url, String user, String password) {
        var database = new DatabaseUrl(url);
        var errors = new DatabaseErrorTranslator(database, user, password);
        if (!database.isH2() && !database.isPostgres()) {
            throw errors.unknownDatabase();
        }
        var file = database.file().map(name -> new H2File(name, errors));
        file.ifPresent(H2File::open);
        try {
            return connect(pool(database, user, password, errors), file, errors);
        } catch (RuntimeException e) {
            file.ifPresent(H2File::abandon);
            throw e;
        }
    }

    private static State connect(HikariDataSource pool, Optional<H2File> file, DatabaseErrorTranslator errors) {
        try {
            new Schema(pool, isShared(pool), errors).migrate();
            return new State(pool, file, errors);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /** Returns the database if several processes can share it, that is, if it is PostgreSQL. */
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

    public EventCountHistory eventCounts() {
        return eventCounts;
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

    public KeyValueStore keyValues() {
        return keyValues;
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
     * Writes a consistent copy of the H2 file to a ZIP file, while the database is in use.
     *
     * @param zip the file to write; its only entry has the name of the H2 file
     */
    public void backUp(Path zip) {
        transactions.read(database -> database.execute("BACKUP TO ?", zip.toString()));
    }

    /** Closes the database. A second call does nothing, because another instance may have opened the file since. */
    @Override
    public synchronized void close() {
        if (!pool.isClosed()) {
            pool.close();
            file.ifPresent(H2File::close);
        }
    }

    private static HikariDataSource pool(
            DatabaseUrl url, String user, String password, DatabaseErrorTranslator errors) {
        var config = new HikariConfig();
        config.setPoolName("state");
        config.setJdbcUrl(url.withDefaults());
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(8);
        config.setConnectionTimeout(10_000);
        if (url.isPostgres()) {
            // Seconds. By default, the driver waits without limit if the network drops packets.
            config.addDataSourceProperty("connectTimeout", "10");
            config.addDataSourceProperty("socketTimeout", "120");
            config.addDataSourceProperty("ApplicationName", "tourbus");
        }
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw errors.translate(e);
        }
    }
}
