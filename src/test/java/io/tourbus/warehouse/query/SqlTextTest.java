package io.tourbus.warehouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlTextTest {

    @Test
    void semicolonsInTextsNamesAndCommentsDoNotEndAStatement() {
        var text = "SELECT 'a;''b', \"c;\", $$d;$$ -- e;\n/* f; */ FROM t; SELECT 2";

        assertThat(SqlText.split(text).all())
                .containsExactly(
                        "SELECT 'a;''b', \"c;\", $$d;$$ -- e;\n/* f; */ FROM t", "\n" + " ".repeat(17) + "SELECT 2");
    }

    @Test
    void anOpenTextContinuesOnTheNextLine() {
        assertThat(SqlText.split("SELECT 'a;\n").statements()).isEmpty();
        assertThat(SqlText.split("SELECT 'a;\nb';\n").statements()).containsExactly("SELECT 'a;\nb'");
    }

    @Test
    void statementsStayInTheirLinesAndColumns() {
        var text = SqlText.split("SELECT 1;\nSELECT 2; SELECT 3;\nSELECT");

        assertThat(text.statements().get(2)).isEqualTo("\n" + " ".repeat(10) + "SELECT 3");
        assertThat(text.rest()).isEqualTo("\n" + " ".repeat(19) + "\nSELECT");
    }

    @Test
    void commentsAloneAreNoStatement() {
        assertThat(SqlText.split("-- a;\n; /* b */ ;").all()).isEmpty();
    }

    @Test
    void longTextsAreSplit() {
        var text = "SELECT '" + "x''".repeat(100_000) + "'";

        assertThat(SqlText.split(text + ";").statements()).containsExactly(text);
    }
}
