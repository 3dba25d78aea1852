/** Simulated S3 servers for the lake. */
package io.tourbus.sandbox.lake;
