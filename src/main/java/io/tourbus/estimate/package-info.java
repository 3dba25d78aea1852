/** {@code tourbus plan}: the requests, duration, objects and cost of a run before it starts. */
package io.tourbus.estimate;
