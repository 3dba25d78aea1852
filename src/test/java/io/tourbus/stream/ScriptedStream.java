package io.tourbus.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** A fake stream that records all calls, and refuses records as scripted. */
public final class ScriptedStream implements Function<PutRecordsRequest, PutRecordsResponse> {

    /** Returns the error code for a record of a call, or throws to fail the call. */
    @FunctionalInterface
    public interface Script {
        /** @param call from 1 */
        Optional<String> errorCode(int call, PutRecordsRequestEntry entry);
    }

    private final Script script;
    private final List<List<PutRecordsRequestEntry>> calls = new ArrayList<>();
    private final List<PutRecordsRequestEntry> accepted = new ArrayList<>();

    public ScriptedStream(Script script) {
        this.script = script;
    }

    public static ScriptedStream acceptingAll() {
        return new ScriptedStream((call, entry) -> Optional.empty());
    }

    @Override
    public synchronized PutRecordsResponse apply(PutRecordsRequest request) {
        calls.add(request.records());
        List<PutRecordsResultEntry> results =
                request.records().stream().map(this::decide).toList();
        int failed = (int)
                results.stream().filter(result -> result.errorCode() != null).count();
        return PutRecordsResponse.builder()
                .records(results)
                .failedRecordCount(failed)
                .build();
    }

    private PutRecordsResultEntry decide(PutRecordsRequestEntry entry) {
        Optional<String> errorCode = script.errorCode(calls.size(), entry);
        if (errorCode.isPresent()) {
            return PutRecordsResultEntry.builder()
                    .errorCode(errorCode.get())
                    .errorMessage("scripted")
                    .build();
        }
        accepted.add(entry);
        return PutRecordsResultEntry.builder()
                .shardId("shardId-000000000000")
                .sequenceNumber(String.valueOf(accepted.size()))
                .build();
    }

    public synchronized List<List<PutRecordsRequestEntry>> calls() {
        return List.copyOf(calls);
    }

    public List<Integer> callSizes() {
        return calls().stream().map(List::size).toList();
    }

    /** Returns the data of a call as text, in the order sent. */
    List<String> textsOfCall(int call) {
        return texts(calls().get(call - 1));
    }

    /** Returns the accepted records in the order of arrival. */
    synchronized List<PutRecordsRequestEntry> accepted() {
        return List.copyOf(accepted);
    }

    /** Returns the data of the accepted records as text, in the order of arrival. */
    public synchronized List<String> texts() {
        return texts(accepted);
    }

    private static List<String> texts(List<PutRecordsRequestEntry> entries) {
        return entries.stream().map(entry -> entry.data().asUtf8String()).toList();
    }
}
