package io.tourbus.ticketmaster.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.ticketmaster.api.PageDepthLimit;
import io.tourbus.ticketmaster.window.WindowCutter.OversizedWindow;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WindowCutterTest {

    private static final long FROM = 1_795_500_000L / Forecast.BIN * Forecast.BIN;
    private static final long DAY = 86_400;

    /** The forecast has no events between the end of the first window and the end of its half hour: a variance of zero. */
    @Test
    void aWindowThatEndsWithinAHalfHourLeavesTheForecastFinite() {
        var starts = new TreeMap<Long, Integer>();
        LongStream.iterate(FROM, start -> start + Forecast.BIN).limit(48 * 60).forEach(start -> starts.put(start, 20));
        var cutter = new WindowCutter(new Forecast(FROM, FROM + 60 * DAY, starts), new PageDepthLimit(200));
        cutter.addOversized(new OversizedWindow(FROM + DAY + 900, 1_250, new long[] {FROM + DAY}, false));
        cutter.addOversized(new OversizedWindow(FROM + 3 * DAY, 3_000, new long[] {FROM, FROM + 2 * DAY}, false));

        var cut = cutter.cut(FROM, FROM + DAY + Forecast.BIN);

        assertThat(cut.mean()).isFinite().isBetween(600.0, 1_300.0);
        assertThat(cut.deviation()).isFinite().isPositive();
    }
}
