package io.tourbus.state.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.testing.BlockingCall;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class TransactionsTest {

    @Test
    void transactionsInTurnWaitForEachOther() throws Exception {
        var url = "jdbc:h2:mem:";
        var database = new JdbcDataSource();
        database.setUrl(url);
        var transactions = new Transactions(database, new DatabaseErrorTranslator(new DatabaseUrl(url), "", ""));

        var other = transactions.writeInTurn(handle -> BlockingCall.start(() -> transactions.writeInTurn(inner -> true))
                .awaitBlockedIn(Transactions.class));

        assertThat(other.result()).isTrue();
    }
}
