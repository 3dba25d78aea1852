package io.tourbus.admin.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.admin.AdminApi;
import io.tourbus.admin.jmx.SourceControl;
import io.tourbus.admin.status.ServiceStatus;
import io.tourbus.reload.ReloadStatus;
import io.tourbus.run.RunProgress;
import io.tourbus.schedule.Schedules;
import java.util.List;

/**
 * The status that clients of {@code /api/events} receive every second.
 *
 * @param underWay the active runs
 * @param deadLetters the number of dead letters
 */
public record StatusEvent(
        @JsonProperty("under_way") List<RunProgress> underWay,
        @JsonProperty("jobs") List<Schedules.Line> jobs,
        @JsonProperty("dead_letters") long deadLetters,
        @JsonProperty("sources") List<SourceControl> sources,
        @JsonProperty("reload") ReloadStatus.View reload,
        @JsonProperty("status") ServiceStatus.View status) {

    public static StatusEvent of(
            AdminApi api, long deadLetters, SourceControl.Sources sources, ReloadStatus reload, ServiceStatus status) {
        return new StatusEvent(api.underWay(), api.jobs(), deadLetters, sources.all(), reload.view(), status.view());
    }
}
