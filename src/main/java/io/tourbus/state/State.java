package io.tourbus.state;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tourbus.model.Sha256;
import io.tourbus.state.db.DatabaseErrorTranslator;
import io.tourbus.state.db.DatabaseUrl;
import io.tourbus.state.db.H2File;
import io.tourbus.state.db.PrivateFiles;
import io.tourbus.state.db.Schema;
import io.tourbus.state.db.SerializationFilter;
import io.tourbus.state.db.StateException;
import io.tourbus.state.db.Transactions;
import io.tourbus.state.limit.LimitFiles;
import io.tourbus.state.limit.QuotaUsage;
import io.tourbus.state.limit.RateRows;
import io.tourbus.state.limit.SharedRate;
import io.tourbus.state.limit.SourceBlocks;
import io.tourbus.state.members.QueryMembers;
import io.tourbus.state.queue.SharedRecords;
import io.tourbus.state.queue.SharedSlices;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state database, which keeps what later runs need. It is an H2 file for a single process, or PostgreSQL 15 or newer, which
 * several processes can share. The repositories are thread-safe. They keep nothing in memory, except the {@linkplain HashBlocks hashes}
 * in a database that only this process uses.
 */
public final class State implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(State.class);

    private final HikariDataSource pool;
    private final Optional<H2File> file;
    private final Transactions transactions;
    private final DeliveredHashes hashes;
    private final Optional<LimitFiles> limits;
    private final QuotaUsage usage;

    private State(HikariDataSource pool, Optional<H2File> file, Optional<Path> name, Transactions transactions) {
        this.pool = pool;
        this.file = file;
        this.limits = name.map(path -> new LimitFiles(path, Clock.systemUTC()));
        this.transactions = transactions;
        this.usage = new QuotaUsage(transactions, limits);
        this.hashes = hashes(new DatabaseUrl(pool.getJdbcUrl()), transactions);
        if (file.isPresent()) {
            runLocks().clear();
            transactions.limitFile();
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
        SerializationFilter.install();
        var database = new DatabaseUrl(url);
        var errors = new DatabaseErrorTranslator(database, user, password);
        if (!database.isH2() && !database.isPostgres()) {
            throw errors.unknownDatabase();
        }
        if (database.isUnencryptedRemote()) {
            LOG.warn(
                    "connection to the state may not be encrypted url={}; add sslmode=verify-full, see docs/postgresql.md",
                    DatabaseUrl.redacted(url));
        }
        var file = database.file().map(name -> new H2File(name, errors));
        file.ifPresent(H2File::open);
        try {
            return connect(pool(database, user, password, errors), file, database.file(), errors);
        } catch (RuntimeException e) {
            file.ifPresent(H2File::abandon);
            throw e;
        }
    }

    /**
     * Opens an empty database in memory. It shares only rates and quotas with the processes that use an H2 file.
     *
     * @param url the URL of the H2 file; other databases share nothing
     */
    public static State empty(String url) {
        var database = new DatabaseUrl("jdbc:h2:mem:" + UUID.randomUUID());
        var errors = new DatabaseErrorTranslator(database, "", "");
        return connect(pool(database, "", "", errors), Optional.empty(), new DatabaseUrl(url).file(), errors);
    }

    private static State connect(
            HikariDataSource pool, Optional<H2File> file, Optional<Path> name, DatabaseErrorTranslator errors) {
        try {
            var transactions = new Transactions(pool, errors);
            new Schema(pool, new DatabaseUrl(pool.getJdbcUrl()), errors).migrate(transactions::limitFile);
            file.ifPresent(H2File::restrict);
            return new State(pool, file, name, transactions);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static DeliveredHashes hashes(DatabaseUrl url, Transactions transactions) {
        if (!url.isExclusive()) {
            return new HashRows(transactions);
        }
        var blocks = new HashBlocks(transactions);
        blocks.moveRows();
        return blocks;
    }

    /** Returns the database if several processes can share it, that is, if it is PostgreSQL. */
    public Optional<DataSource> shared() {
        return isShared(pool) ? Optional.of(pool) : Optional.empty();
    }

    private static boolean isShared(HikariDataSource pool) {
        return isShared(pool.getJdbcUrl());
    }

    /** Whether several processes can open the database at the same time. */
    public static boolean isShared(String url) {
        return new DatabaseUrl(url).isPostgres();
    }

    public SourceBlocks blocks() {
        return new SourceBlocks(transactions, limits);
    }

    public QuotaUsage usage() {
        return usage;
    }

    /**
     * When requests to a source are sent, together with the other processes that share the state.
     *
     * @param account identifies the account at the source whose requests the source counts; not stored
     */
    public SharedRate rate(String source, String account) {
        var hash =
                HexFormat.of().formatHex(Sha256.hash((source + ":" + account).getBytes(StandardCharsets.UTF_8)), 0, 8);
        if (shared().isPresent()) {
            return new RateRows(transactions, source, hash);
        }
        return limits.map(files -> files.rate(source, hash)).orElseGet(SharedRate::local);
    }

    public EventCountHistory eventCounts() {
        return new EventCountHistory(transactions);
    }

    public DeliveredHashes hashes() {
        return hashes;
    }

    public Destinations destinations() {
        return new Destinations(transactions, hashes);
    }

    public ArtistRepository artists() {
        return new ArtistRepository(transactions);
    }

    public PerformerMatches matches() {
        return new PerformerMatches(transactions);
    }

    public GapRepository gaps() {
        return new GapRepository(transactions);
    }

    public QueryMembers queryMembers() {
        return new QueryMembers(transactions);
    }

    public LinkedIds linkedIds() {
        return new LinkedIds(transactions);
    }

    public KeyValueStore keyValues() {
        return new KeyValueStore(transactions);
    }

    public RunRepository runs() {
        return new RunRepository(transactions);
    }

    public SliceRepository slices() {
        return new SliceRepository(transactions, hashes);
    }

    /** The slices that several processes read; only in a {@linkplain #shared() shared} database. */
    public SharedSlices sharedSlices() {
        return new SharedSlices(transactions);
    }

    public SharedRecords sharedRecords() {
        return new SharedRecords(transactions);
    }

    public RunLocks runLocks() {
        return new RunLocks(transactions);
    }

    public DeadLetterRepository deadLetters() {
        return new DeadLetterRepository(transactions);
    }

    public LandedObjects landedObjects() {
        return new LandedObjects(transactions);
    }

    /**
     * Writes a consistent copy of the H2 file to a ZIP file, while the database is in use.
     *
     * @param zip the file to write; its only entry has the name of the H2 file
     */
    public void backUp(Path zip) {
        usage.flush();
        transactions.read(database -> database.execute("BACKUP TO ?", zip.toString()));
        PrivateFiles.restrict(zip);
    }

    /** Closes the database. A second call does nothing, because another instance may have opened the file since. */
    @Override
    public synchronized void close() {
        if (!pool.isClosed()) {
            try {
                usage.flush();
                transactions.shrinkFile();
            } catch (StateException e) {
                LOG.warn("requests of the last second not counted in the state reason={}", e.getMessage());
            }
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
        if (url.isH2()) {
            // With the URL alone, all drivers are loaded, and that of DuckDB starts the Flight Recorder.
            var h2 = new JdbcDataSource();
            h2.setURL(url.withDefaults());
            config.setDataSource(h2);
        }
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
