/** AWS Lambda: the entry points, and the embedded state between invocations, which is stored in S3. */
package io.tourbus.lambda;
