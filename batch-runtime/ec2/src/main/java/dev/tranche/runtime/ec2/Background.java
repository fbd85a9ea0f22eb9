package dev.tranche.runtime.ec2;

import java.time.Duration;

/** Does what may wait for AWS, on threads of its own; in a test when the test says so. */
interface Background {
    /** Something that may wait for AWS. */
    interface Task {
        void run() throws InterruptedException;
    }

    /** Does something soon; after the close nothing. */
    void soon(Task task);

    /** Does something soon after a while; never if this is closed before. */
    void after(Duration delay, Task task);
}
