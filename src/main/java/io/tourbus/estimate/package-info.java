/** Estimates the requests, duration, objects and cost of a run before it starts ({@code tourbus plan}). */
package io.tourbus.estimate;
