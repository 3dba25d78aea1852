package io.tourbus.source.limit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Cleaner;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;

/** A complete response body in memory, which Camel passes on without a copy. */
public final class ResponseBody extends ByteArrayInputStream implements StreamCache {

    private static final Cleaner CLEANER = Cleaner.create();

    private final Cleaner.Cleanable permit;

    /** @param release is called once: by {@link #release}, or when the body is no longer referenced */
    ResponseBody(byte[] bytes, Runnable release) {
        super(bytes);
        this.permit = CLEANER.register(this, release);
    }

    /** The whole body, without a copy. */
    public byte[] bytes() {
        return buf;
    }

    /** Frees the memory, although Camel refers to the response until the end of the slice, and lets the next large response be read. */
    public void release() {
        buf = new byte[0];
        pos = 0;
        count = 0;
        permit.clean();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        transferTo(out);
    }

    @Override
    public StreamCache copy(Exchange exchange) {
        return new ResponseBody(buf, () -> {});
    }

    @Override
    public boolean inMemory() {
        return true;
    }

    @Override
    public long length() {
        return count;
    }

    @Override
    public long position() {
        return pos;
    }
}
