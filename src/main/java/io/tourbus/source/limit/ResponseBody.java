package io.tourbus.source.limit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;

/** A complete response body in memory, which Camel passes on without a copy. */
public final class ResponseBody extends ByteArrayInputStream implements StreamCache {

    private final Runnable release;

    /** @param release gives the memory back */
    ResponseBody(byte[] bytes, Runnable release) {
        super(bytes);
        this.release = release;
    }

    /** The whole body, without a copy. */
    public byte[] bytes() {
        return buf;
    }

    /** Frees the body, although Camel refers to the response until the end of the slice. What is made of it counts until then. */
    public void clear() {
        buf = new byte[0];
        pos = 0;
        count = 0;
    }

    /** Frees the body of which nothing is kept. */
    public void release() {
        clear();
        release.run();
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
