package io.tourbus.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.junit.jupiter.api.Test;

class StartExceptionTest {

    @Test
    void aBeanOfAnEarlierVersionInAnEditedRouteIsNamedWithWhatToDo() {
        var failure = new FailedToCreateRouteException(
                "rate-limit-spotify", "route", "ref:spotifyPauseGate", new NoSuchBeanException("spotifyPauseGate"));

        assertThat(StartException.from(failure))
                .hasMessage("A file in routes/ uses the bean 'spotifyPauseGate', which this version does not have."
                        + " Compare your files with those of this version, see docs/upgrade.md.");
    }
}
