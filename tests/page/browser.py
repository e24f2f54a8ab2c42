"""browser.py -- a headless Chromium without a network, driven over its debugging pipe; the standard library is enough."""
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.dont_write_bytecode = True
from patience import Patience  # noqa: E402

PATIENCE_S = 60  # asleep, or of CPU

FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--no-first-run", "--hide-scrollbars",
         "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--force-color-profile=srgb",
         "--proxy-server=127.0.0.1:9", "--host-resolver-rules=MAP * ~NOTFOUND"]

KEYS = {" ": ("Space", 32), "ArrowRight": ("ArrowRight", 39), "ArrowLeft": ("ArrowLeft", 37), "Home": ("Home", 36),
        "End": ("End", 35), "Escape": ("Escape", 27), "Enter": ("Enter", 13), "Tab": ("Tab", 9)}


class Broken(Exception):
    """The page threw, or the browser refused."""


class Browser:
    """One page. What it complains of is in `complaints`, what it asked the network for in `requests`."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="as-completed-page-")
        self.last, self.bytes, self.complaints, self.requests = 0, b"", [], []
        ours, theirs = os.pipe(), os.pipe()
        # It wants the pipe as descriptors 3 and 4. A shell gives it that, from its own stdin and stdout: whatever else is
        # open here, and under which number, is left alone.
        self.process = subprocess.Popen(
            ["sh", "-c", 'exec "$@" 3<&0 4>&1 </dev/null >/dev/null', "sh", "chromium", f"--user-data-dir={self.folder}", *FLAGS, "about:blank"],
            stdin=ours[0], stdout=theirs[1], stderr=subprocess.DEVNULL)
        for fd in (ours[0], theirs[1]):
            os.close(fd)
        self.to, self.of = ours[1], theirs[0]
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=0, uploadThroughput=0)

    def close(self):
        try:
            self.session = None
            self.call("Browser.close")
            self.process.wait(10)
        except (Broken, OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, method, **params):
        self.last += 1
        message = {"id": self.last, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.to, data):]
        while True:
            answer = self.read()
            if answer.get("id") == self.last:
                break
        if "error" in answer:
            raise Broken(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def read(self):
        while b"\0" not in self.bytes:
            more = os.read(self.of, 1 << 20)
            if not more:
                raise Broken("the browser has gone")
            self.bytes += more
        line, _, self.bytes = self.bytes.partition(b"\0")
        message = json.loads(line)
        self.note(message.get("method"), message.get("params", {}))
        return message

    def note(self, method, params):
        if method == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description") or details["text"])
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning", "assert"):
            self.complaints.append(" ".join(str(a.get("value", a.get("description"))) for a in params["args"]))
        elif method == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
            self.complaints.append(params["entry"]["text"])
        elif method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])

    def run(self, script):
        """The value of an expression, or of what it promises."""
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True, userGesture=True)
        if "exceptionDetails" in answer:
            raise Broken(answer["exceptionDetails"].get("exception", {}).get("description") or script)
        return answer["result"].get("value")

    def until(self, script, what=None):
        patience = Patience(self.process.pid, PATIENCE_S, PATIENCE_S)
        while not (value := self.run(script)):
            if patience.over():
                raise Broken(f"never came: {what or script}")
            time.sleep(0.02)
        return value

    def open(self, url, ready="document.documentElement.dataset.ready"):
        self.call("Page.navigate", url="about:blank")
        self.until("location.href === 'about:blank'")
        self.call("Page.navigate", url=url)
        self.until(f"location.protocol === 'file:' && document.readyState === 'complete' && ({ready})", f"{url} ready")

    def cover(self):
        """Another tab before the page, which is hidden then."""
        self.other = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.call("Target.activateTarget", targetId=self.other)
        self.until("document.visibilityState === 'hidden'", "the page hidden")

    def uncover(self):
        self.call("Target.closeTarget", targetId=self.other)
        self.call("Page.bringToFront")
        self.until("document.visibilityState === 'visible'", "the page seen")

    def size(self, width, height, mobile=False, scale=1):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=mobile)

    def media(self, kind="", **features):
        self.call("Emulation.setEmulatedMedia", media=kind,
                  features=[{"name": name.replace("_", "-"), "value": value} for name, value in features.items()])

    def click(self, selector):
        x, y = self.run(f"""(() => {{
            const found = document.querySelector({json.dumps(selector)});
            found.scrollIntoView({{block: 'nearest'}});
            const box = found.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];
        }})()""")
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def key(self, key, shift=False):
        """Pressed and let go; a page that plays may hear of it a little later."""
        code, number = KEYS.get(key, (f"Key{key.upper()}", ord(key.upper()[0])))
        params = {"key": key, "code": code, "windowsVirtualKeyCode": number, "modifiers": 8 if shift else 0}
        text = {"text": key} if len(key) == 1 else {"text": "\r"} if key == "Enter" else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", **params, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", **params)

    def type(self, selector, text):
        """In place of what a field has, and then Tab."""
        self.run(f"(() => {{ const f = document.querySelector({json.dumps(selector)}); f.focus(); f.select(); }})()")
        if text:
            self.call("Input.insertText", text=text)
        else:
            self.call("Input.dispatchKeyEvent", type="keyDown", key="Delete", code="Delete", windowsVirtualKeyCode=46)
        self.key("Tab")
        self.until(f"document.activeElement !== document.querySelector({json.dumps(selector)})", "the field left")

    def drop(self, name, text):
        self.run(f"""(() => {{
            const data = new DataTransfer();
            data.items.add(new File([{json.dumps(text)}], {json.dumps(name)}));
            document.body.dispatchEvent(new DragEvent('drop', {{bubbles: true, cancelable: true, dataTransfer: data}}));
        }})()""")

    def picture(self, path):
        data = self.call("Page.captureScreenshot", format="png")["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
