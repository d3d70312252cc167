"""python3 -m unittest, in this folder. What needs PyTorch is skipped without it."""

import contextlib
import importlib.util
import io
import json
import os
import signal
import tempfile
import time
import unittest

import peers
from peerbench import deadline, figures, options, report, shapes

HEADER = "model,layer,repeat,cin,cout,h,w,stride,activation,bias,group_of_siblings\n"


class Shapes(unittest.TestCase):
    def read(self, text):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "suite.csv")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            return shapes.read(path)

    def test_row(self):
        layer = self.read(HEADER + "net,a,3,256,64,56,55,2,add+relu,bn-folded,s/in\n")[0]
        self.assertEqual(layer.batch(8).shape, "n8c256h56w55k64s2+bias+add+relu")
        self.assertEqual(layer.out, (28, 28))
        self.assertEqual(layer.flops, 2 * 28 * 28 * 256 * 64)
        self.assertEqual(layer.bytes("f16"), 2 * (784 * 256 + 256 * 64 + 2 * 784 * 64 + 64))
        self.assertEqual((layer.network, layer.repeat, layer.siblings), ("net", 3, "s/in"))

    def test_layer_scale_folds(self):
        layer = self.read(HEADER + "net,a,1,8,4,2,2,1,layerscale+add,yes,\n")[0]
        self.assertEqual(layer.epilogue, "+bias+add")

    def test_file_names_the_network(self):
        layer = self.read("cin,cout,h,w\n8,4,2,2\n")[0]
        self.assertEqual((layer.network, layer.shape), ("suite", "n1c8h2w2k4"))

    def test_refusals_name_the_line(self):
        for row, said in (
            ("net,a,1,0,4,2,2,1,relu,yes,", "column cin"),
            ("net,a,1,8,4,2,2,1,relu", "9 fields"),
            ("net,a,1,8,4,2,2,1,swoosh,yes,", "swoosh"),
            ("net,a,1,8,4,2,2,1,relu+silu,yes,", "relu+silu"),
            ("net,a,1,8,4,2,2,1,relu,maybe,", "maybe"),
        ):
            with self.assertRaises(shapes.ShapeError) as caught:
                self.read(HEADER + row + "\n")
            self.assertIn("line 2", str(caught.exception))
            self.assertIn(said, str(caught.exception))
        for text in ("", HEADER, "cin,cout,h,w,depth\n", "cin,cout,h\n"):
            with self.assertRaises(shapes.ShapeError):
                self.read(text)

    def test_distinct_keeps_the_first(self):
        a, b = shapes.Layer(8, 4, 2, 2, name="a"), shapes.Layer(4, 4, 2, 2, name="b")
        again = shapes.Layer(8, 4, 2, 2, name="c")
        self.assertEqual([layer.name for layer in shapes.distinct([a, b, again])], ["a", "b"])

    def test_spread(self):
        self.assertEqual(shapes.spread(list(range(6))), [0, 4, 2, 1, 5, 3])
        for size in range(20):
            self.assertEqual(sorted(shapes.spread(list(range(size)))), list(range(size)))

    def test_siblings_read_one_tensor(self):
        def layer(**more):
            return shapes.Layer(8, 4, 2, 2, **more)

        placed = shapes.inputs([layer(siblings="s"), layer(), layer(siblings="s*", stride=2), layer(repeat=2)])
        self.assertEqual([number for _, number in placed], [0, 1, 0, 2, 3])


class Figures(unittest.TestCase):
    def test_summary(self):
        self.assertEqual(
            figures.summarize([4.0, 1.0, 3.0, 2.0]), {"median": 2.5, "q1": 1.75, "q3": 3.25, "min": 1.0, "max": 4.0}
        )
        with self.assertRaises(ValueError):
            figures.summarize([])

    def test_runs(self):
        self.assertEqual(figures.runs_per_sample(2e-6, 4.99e-4, 1000), 250)
        self.assertEqual(figures.runs_per_sample(0.0, 5e-4, 200), 200)
        self.assertEqual(figures.runs_per_sample(1.0, 5e-4, 200), 1)

    def test_rounds_make_all_samples(self):
        self.assertEqual([figures.samples_per_round(n) for n in (1, 3, 30, 31)], [1, 1, 10, 11])

    def test_allowance_orders_the_types(self):
        sums = [figures.allowance(dtype, 64)[0] for dtype in ("f32", "tf32")]
        rounding = [figures.allowance(dtype, 64)[1] for dtype in ("f32", "f16", "bf16")]
        self.assertEqual(sums, sorted(sums))
        self.assertEqual(rounding, sorted(rounding))


class Deadlines(unittest.TestCase):
    def test_counts_down(self):
        now = [10.0]
        limit = deadline.Deadline(5, clock=lambda: now[0])
        self.assertEqual(limit.left(), 5)
        now[0] = 16
        self.assertTrue(limit.over())
        self.assertFalse(deadline.Deadline(None).over())

    def test_interrupts_past_handlers_of_exceptions(self):
        with self.assertRaises(deadline.TimedOut):
            with deadline.Deadline(None).limit(0.05):
                while True:
                    with contextlib.suppress(Exception):
                        time.sleep(1)

    def test_leaves_time_for_what_comes_after(self):
        limit = deadline.Deadline(5, clock=lambda: 10.0)
        with self.assertRaises(deadline.TimedOut), limit.limit(60, spare=6):
            self.fail("there is no time for this")
        with limit.limit(60, spare=4):
            self.assertLessEqual(signal.getitimer(signal.ITIMER_REAL)[0], 1)

    def test_leaves_no_alarm(self):
        with deadline.Deadline(None).limit(0.05):
            pass
        time.sleep(0.1)


class Reports(unittest.TestCase):
    def test_lines(self):
        out = io.StringIO()
        written = report.Report(out)
        written.write("measurement", median=1.23456789e-6, samples=[float("inf")], check={"error": float("nan")})
        self.assertEqual(
            json.loads(out.getvalue()),
            {"kind": "measurement", "median": 1.23457e-06, "samples": [None], "check": {"error": None}},
        )
        self.assertEqual(written.count["measurement"], 1)

    def test_first_line(self):
        self.assertEqual(report.first_line(RuntimeError("\n a\nb")), "RuntimeError: a")
        self.assertEqual(report.first_line(RuntimeError()), "RuntimeError")


class Options(unittest.TestCase):
    def test_lists(self):
        parsed = options.parser().parse_args(["s.csv", "--batch", "1,8,8", "--dtype", "f16", "--seconds", "60"])
        self.assertEqual((parsed.batch, parsed.dtype, parsed.seconds), ([1, 8], ["f16"], 60.0))
        self.assertEqual(parsed.peer, list(options.PEERS))

    def test_refusals(self):
        for arguments in (["--batch", "0"], ["--dtype", "f8"], ["--seconds", "nan"], ["--samples", "x"]):
            with contextlib.redirect_stderr(io.StringIO()) as said, self.assertRaises(SystemExit) as caught:
                options.parser().parse_args(["s.csv", *arguments])
            self.assertEqual(caught.exception.code, 2)
            self.assertIn(arguments[0], said.getvalue())

    def test_missing_file(self):
        with contextlib.redirect_stderr(io.StringIO()) as said:
            self.assertEqual(peers.main(["/nonexistent.csv"]), 2)
        self.assertIn("/nonexistent.csv", said.getvalue())


    def test_every_peer_is_one_of_layers_or_networks(self):
        self.assertEqual(set(options.PEERS), {*options.LAYER_PEERS, *options.NETWORK_PEERS})
        self.assertIn("reduce_overhead", options.NETWORK_PEERS)
        self.assertNotIn("reduce_overhead", options.LAYER_PEERS)


@unittest.skipUnless(importlib.util.find_spec("torch"), "PyTorch is not installed")
class Rehearsal(unittest.TestCase):
    """Peers on the CPU: that they compute the layer, nothing of speed."""

    ROWS = HEADER + (
        "net,a,1,8,4,5,3,1,relu,yes,s\n"
        "net,b,2,8,16,5,3,1,relu,bn-folded,s\n"
        "net,c,1,8,8,5,3,1,add+silu,no,\n"
    )

    def lines(self, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            suite, out = os.path.join(folder, "net.csv"), os.path.join(folder, "out.jsonl")
            with open(suite, "w", encoding="utf-8") as file:
                file.write(self.ROWS)
            quick = ("--device", "cpu", "--samples", "1", "--launch", "stream", "--cache", "hot")
            with contextlib.redirect_stderr(io.StringIO()):
                code = peers.main([suite, *quick, *arguments, "--out", out])
            with open(out, encoding="utf-8") as file:
                return code, [json.loads(line) for line in file]

    def test_layers(self):
        code, lines = self.lines("--dtype", "bf16", "--peer", "conv2d,addmm", "--batch", "1,2")
        self.assertEqual(code, 0, lines)
        self.assertEqual([line["kind"] for line in lines if line["kind"] == "wrong"], [])
        measured = {(line["shape"], line["peer"]) for line in lines if line["kind"] == "measurement"}
        self.assertEqual(len(measured), 3 * 2 * 2)

    def test_network(self):
        code, lines = self.lines("--network", "net", "--no-layers", "--dtype", "f32", "--peer", "conv2d,addmm")
        self.assertEqual(code, 0, lines)
        forward = [line for line in lines if line["kind"] == "measurement"]
        self.assertEqual([(line["forward"], line["layers"], line["peer"]) for line in forward], [("net", 4, "conv2d")])


if __name__ == "__main__":
    unittest.main()
