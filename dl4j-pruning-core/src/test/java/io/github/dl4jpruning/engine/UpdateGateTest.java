package io.github.dl4jpruning.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class UpdateGateTest {

    @Test
    void nothingIsWrittenInTheMiddleOfAnUpdateOfAnotherThread() throws Exception {
        UpdateGate gate = new UpdateGate();
        int[] pair = new int[2]; // an update raises one, then the other
        AtomicInteger torn = new AtomicInteger();
        AtomicInteger written = new AtomicInteger();
        Thread training = new Thread(() -> {
            for (int i = 0; i < 2000; i++) {
                gate.beginUpdate();
                pair[0]++;
                Thread.yield();
                pair[1]++;
                gate.endUpdate();
            }
        });
        training.start();

        do {
            gate.write(() -> {
                if (pair[0] != pair[1]) {
                    torn.incrementAndGet();
                }
                written.incrementAndGet();
            });
        } while (training.isAlive());

        assertThat(torn).hasValue(0);
        assertThat(pair[0]).isEqualTo(2000);
        assertThat(written.get()).isPositive();
    }

    @Test
    void theThreadThatUpdatesMayWriteItself() throws Exception {
        UpdateGate gate = new UpdateGate();
        AtomicInteger written = new AtomicInteger();

        gate.beginUpdate();
        gate.write(written::incrementAndGet);
        gate.endUpdate();

        assertThat(written).hasValue(1);
    }

    @Test
    void anUpdateThatDoesNotEndIsNamedAndTheNextOneIsNotHeldUp() throws Exception {
        UpdateGate gate = new UpdateGate(Duration.ofMillis(50));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread training = new Thread(
                () -> {
                    gate.beginUpdate(); // and fails, say
                    begun.countDown();
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    gate.beginUpdate();
                    gate.endUpdate();
                },
                "trainer");
        training.start();
        begun.await();

        assertThatThrownBy(() -> gate.write(() -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("thread trainer began to update it")
                .hasMessageContaining("save it from a listener, or after fit has returned");

        end.countDown();
        training.join(10_000);
        assertThat(training.isAlive()).isFalse();
        AtomicInteger written = new AtomicInteger();
        gate.write(written::incrementAndGet);
        assertThat(written).hasValue(1);
    }

    @Test
    void anUpdateOfAThreadThatDiedIsNotWaitedFor() throws Exception {
        UpdateGate gate = new UpdateGate(Duration.ofDays(1));
        Thread training = new Thread(gate::beginUpdate);
        training.start();
        training.join();
        AtomicInteger written = new AtomicInteger();

        gate.write(written::incrementAndGet);

        assertThat(written).hasValue(1);
    }

    @Test
    void aWriterThatIsInterruptedSaysSoAndLetsTheTrainingGoOn() throws Exception {
        UpdateGate gate = new UpdateGate(Duration.ofDays(1));
        gate.beginUpdate();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread writer = new Thread(() -> {
            try {
                gate.write(() -> {});
            } catch (IOException e) {
                thrown.set(e);
            }
        });
        writer.start();
        writer.interrupt();
        writer.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
        gate.endUpdate();
        gate.beginUpdate(); // would wait for ever if the writer still counted
    }
}
