/** AWS Lambda handlers for jobs and for records of the stream, and the storage of the state in S3 between invocations. */
package io.tourbus.lambda;
