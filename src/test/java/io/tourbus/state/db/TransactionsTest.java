package io.tourbus.state.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class TransactionsTest {

    @Test
    void transactionsInTurnWaitForEachOther() throws Exception {
        var url = "jdbc:h2:mem:";
        var database = new JdbcDataSource();
        database.setUrl(url);
        var transactions = new Transactions(database, new DatabaseErrorTranslator(new DatabaseUrl(url), "", ""));
        var entered = new AtomicBoolean();
        var other = new Thread(() -> transactions.writeInTurn(handle -> {
            entered.set(true);
            return null;
        }));

        transactions.writeInTurn(handle -> {
            other.start();
            await().until(() -> entered.get() || other.getState() == Thread.State.WAITING);
            assertThat(entered).isFalse();
            return null;
        });

        other.join();
        assertThat(entered).isTrue();
    }
}
