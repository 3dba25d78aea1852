package io.tourbus.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** A stream that remembers every call, and refuses what its script says. */
public final class ScriptedStream implements Function<PutRecordsRequest, PutRecordsResponse> {

    /** Decides about one record of one call; may throw to fail the call. */
    @FunctionalInterface
    public interface Script {
        /** @param call from 1 */
        Optional<String> errorCode(int call, PutRecordsRequestEntry entry);
    }

    private final Script script;
    private final List<List<PutRecordsRequestEntry>> calls = new ArrayList<>();
    private final List<PutRecordsRequestEntry> taken = new ArrayList<>();

    public ScriptedStream(Script script) {
        this.script = script;
    }

    public static ScriptedStream thatTakesAll() {
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
        taken.add(entry);
        return PutRecordsResultEntry.builder()
                .shardId("shardId-000000000000")
                .sequenceNumber(String.valueOf(taken.size()))
                .build();
    }

    public synchronized List<List<PutRecordsRequestEntry>> calls() {
        return List.copyOf(calls);
    }

    public List<Integer> callSizes() {
        return calls().stream().map(List::size).toList();
    }

    /** Data of the call as text, in the order sent. */
    List<String> textsOfCall(int call) {
        return texts(calls().get(call - 1));
    }

    /** In the order in which they came into the stream. */
    synchronized List<PutRecordsRequestEntry> taken() {
        return List.copyOf(taken);
    }

    /** Data of all records taken, as text, in the order in which they came into the stream. */
    public synchronized List<String> texts() {
        return texts(taken);
    }

    private static List<String> texts(List<PutRecordsRequestEntry> entries) {
        return entries.stream().map(entry -> entry.data().asUtf8String()).toList();
    }
}
