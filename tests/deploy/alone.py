"""What one person alone does with a server, on the bare Debian that `.ci/deploy` makes: installs, signs in, backs up,
restores, upgrades the program and the database of 0.2.0 while people read, goes back, builds the image.

`python3 -m tests.deploy.alone FOLDER [NAME=VALUE…]`, as root: needs nothing but Python, git and curl.
"""

import lzma
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.deploy.machine import CHECKOUT, HOST, Failed, Machine, Visitor, reading
from tests.deploy.pages import try_pages

REPOSITORY = Path(__file__).resolve().parents[2]
INSTALL = (f"{CHECKOUT}/deploy/install", "--answers", "/root/answers")
START = f"{CHECKOUT}/deploy/start"
OWN = "a-longer-one-of-rivers-4711"
STORED = REPOSITORY / "tests/upgrade/databases/0.2.0/postgresql.xz"
OF_THE_STORED = "a-password-for-tests"
IN_THE_IMAGE = """
if [ "$(id -u)" = 0 ] || touch lms/written 2>/dev/null; then echo "root, or it writes its program"; exit 1; fi
export DJANGO_SETTINGS_MODULE=lms.settings.dev REDIS_URL=
python manage.py migrate --verbosity 0
gunicorn lms.wsgi:application --bind unix:/tmp/web.sock --preload --no-control-socket >/tmp/log 2>&1 &
for _second in $(seq 60); do
  curl -s --unix-socket /tmp/web.sock -H "Accept: application/json" http://localhost/health/ && break; sleep 1
done
kill $!
"""
UNITS = ("mafunzo-web@1", "mafunzo-worker", "mafunzo-deadlines", "mafunzo-scheduler")


def expect(what: object, sentence: str) -> None:
    if not what:
        raise Failed(sentence)


def prepare(machine: Machine) -> None:
    git = ["git", "-c", "safe.directory=*", "clone", "-q", "--no-hardlinks"]
    subprocess.run([*git, REPOSITORY, machine.file(CHECKOUT)], check=True)
    key, certificate = machine.file("/root/key.pem"), machine.file("/root/certificate.pem")
    openssl = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    openssl += ["-addext", f"subjectAltName=DNS:{HOST}", "-keyout", key, "-out", certificate]
    subprocess.run(openssl, check=True, stderr=subprocess.DEVNULL)
    machine.file("/mnt/backup").mkdir()
    answers = (REPOSITORY / "deploy/answers.example").read_text()
    answers = re.sub(r"^EMAIL_URL=.*$", "EMAIL_URL=", answers, flags=re.M)
    answers = re.sub(r"^CURRICULUM=.*$", "CURRICULUM=no", answers, flags=re.M)
    machine.file("/root/answers").write_text(f"{answers.rstrip()}\nPROCESSES=several\n")


def install(machine: Machine) -> str:
    """Return the first password."""
    machine.step("Install")
    machine.refuses("packages could not be installed", *INSTALL, offline=True)
    said = machine.run(*INSTALL)
    return re.search(r"with the password (\S+) ", said)[1]


def repair(machine: Machine) -> None:
    machine.step("Again: it repairs, and keeps what is there")
    kept = [machine.file("/etc/mafunzo.env"), machine.file("/etc/mafunzo.answers")]
    before, units = [one.read_text() for one in kept], machine.file("/etc/systemd/system")
    (units / "mafunzo-worker.service").unlink()
    machine.file("/etc/nginx/sites-enabled/mafunzo").unlink()
    machine.file("/srv/mafunzo/data").chmod(0o777)
    kept[0].chmod(0o666)
    with (units / "mafunzo-scheduler.service").open("a") as unit:
        unit.write("# mine\n")
    machine.sql("ALTER DATABASE mafunzo OWNER TO postgres")
    machine.refuses("belongs to postgres", INSTALL[0])
    machine.sql("ALTER DATABASE mafunzo OWNER TO mafunzo")
    machine.run(INSTALL[0])
    expect(before == [one.read_text() for one in kept], "settings or answers changed")
    modes = [one.stat().st_mode & 0o777 for one in (*kept, machine.file("/srv/mafunzo/data"))]
    expect(modes == [0o600, 0o600, 0o700], f"rights: {modes}")
    expect((units / "mafunzo-worker.service").is_file(), "a unit is not back")
    expect(machine.file("/etc/nginx/sites-enabled/mafunzo").is_symlink(), "the site of nginx is not back")
    expect("# mine" in (units / "mafunzo-scheduler.service.before").read_text(), "the changed unit was lost")
    for one in ("health", "backup"):
        timer = units / f"timers.target.wants/mafunzo-{one}.timer"
        expect(timer.is_symlink(), f"the timer of {one} is not enabled")


def sign_in(machine: Machine, password: str) -> Visitor:
    machine.step("Start, sign in with the first password")
    machine.run(START)
    person = Visitor(machine)
    person.wait()
    expect(not person.signs_in("HQ-1", "wrong-password-123"), "a wrong password leads further")
    expect(person.signs_in("HQ-1", password), "signing in")
    expect("/password/" in person.leads("/"), "the first password need not be changed")
    sent = {"old_password": password, "new_password1": OWN, "new_password2": OWN}
    expect(person.send("/password/", **sent), "the new password is not taken")
    expect(person.signs_in("HQ-1", OWN) and "/password/" not in person.leads("/"), "the new password")
    return person


def restore_beside(machine: Machine) -> str:
    """Return the path of the set that was restored, beside the site that runs, on another port."""
    machine.step("Back up, and restore on another port")
    machine.run("mafunzo", "backup")
    (found,) = machine.file("/mnt/backup").glob("*.age")
    shutil.move(machine.file("/srv/mafunzo/data/backup.key"), machine.file("/root/backup.key"))
    own = ("install", "-o", "mafunzo", "-g", "mafunzo")
    machine.run(*own, "-m", "600", "/root/backup.key", "/run/mafunzo/backup.key")
    machine.run(*own, "-m", "600", "/root/key.pem", "/run/mafunzo/key.pem")
    machine.run(*own, "-m", "700", "-d", "/srv/mafunzo/second")
    machine.sql("CREATE DATABASE second OWNER mafunzo")
    path = f"/mnt/backup/{found.name}"
    said = machine.run("mafunzo", "backup", "settings", path, "--key", "/run/mafunzo/backup.key")
    settings = dict(line.split("=", 1) for line in said.splitlines() if re.match("[A-Z_]+=", line))
    settings |= {"DATABASE_URL": "postgres://mafunzo@/second", "MAFUNZO_DATA": "/srv/mafunzo/second"}
    settings |= {"REDIS_URL": "unix:///run/mafunzo/redis.sock?db=1"}
    release, values = machine.current(), [f"{name}={value}" for name, value in settings.items()]
    second = ("env", "--chdir", release, *values, "setpriv", "--reuid=mafunzo", "--regid=mafunzo", "--init-groups")
    python = f"{release}/.venv/bin/python"
    machine.run(*second, python, "manage.py", "restore", path, "--key", "/run/mafunzo/backup.key")
    machine.run(*second, python, "manage.py", "collectstatic", "--no-input", "--verbosity", "0")
    web = ["--bind", "127.0.0.1:8443", "--certfile", "/etc/ssl/mafunzo/second.pem", "--keyfile", "/run/mafunzo/key.pem"]
    machine.run(*own, "-m", "644", "/root/certificate.pem", "/etc/ssl/mafunzo/second.pem")
    line = ["chroot", machine.root, *second, f"{release}/.venv/bin/gunicorn", "lms.wsgi:application", *web]
    server = subprocess.Popen([*map(str, line), "--no-control-socket", "--daemon", "--pid", "/run/mafunzo/second.pid"])
    expect(server.wait() == 0, "the second web server does not begin")
    person = Visitor(machine, 8443)
    end = time.monotonic() + 120
    while not person.health()[1]:
        expect(time.monotonic() < end, "the second site does not answer")
        time.sleep(1)
    expect(person.signs_in("HQ-1", OWN), "signing in on the other port")
    machine.run("sh", "-c", "kill $(cat /run/mafunzo/second.pid)")
    return path


def restore_on_a_bare_machine(machine: Machine, path: str) -> None:
    machine.step("Restore onto an empty machine")
    key = r"^SECRET_KEY=.*$"
    secret = re.search(key, machine.file("/etc/mafunzo.env").read_text(), re.M)[0]
    machine.run(START, "stop")
    machine.sql("DROP DATABASE IF EXISTS second WITH (FORCE)", "DROP DATABASE mafunzo", "DROP ROLE mafunzo")
    gone = "rm -r /srv/mafunzo/data /srv/mafunzo/second /srv/mafunzo/current /etc/mafunzo.* /etc/nginx/*/*mafunzo*"
    machine.run("sh", "-c", f"{gone} /etc/systemd/system/*mafunzo*; chmod 755 /mnt/backup")
    machine.refuses("cannot be read", *INSTALL, "--restore", path, "/root/none.key")
    broken = machine.file("/etc/nginx/conf.d/broken.conf")
    broken.write_text("not for nginx\n")  # what fails after the restoration
    machine.refuses("nginx refuses its configuration", *INSTALL, "--restore", path, "/root/backup.key")
    broken.unlink()
    machine.run(*INSTALL, "--restore", path, "/root/backup.key")  # the same line again goes on
    machine.refuses("Here is data already", *INSTALL, "--restore", path, "/root/backup.key")
    machine.run(START)
    person = Visitor(machine)
    person.wait()
    expect(person.signs_in("HQ-1", OWN), "signing in after the restoration")
    expect(secret in machine.file("/etc/mafunzo.env").read_text(), "another SECRET_KEY")
    machine.run("install", "-o", "mafunzo", "-m", "600", "/root/backup.key", "/run/mafunzo/backup.key")
    machine.sql("ALTER ROLE mafunzo CREATEDB")
    machine.run("mafunzo", "backup")
    machine.run("mafunzo", "backup", "verify", "latest", "--key", "/run/mafunzo/backup.key")


def bring_back(machine: Machine) -> str:
    """Let the program of 0.2.0 serve its database as it was stored; return the name of the release of this commit."""
    machine.step("The program and the database of 0.2.0")
    present, old = Path(machine.current()).name, "/root/mafunzo-0.2.0"
    git = ["git", "-c", "safe.directory=*", "-C", str(REPOSITORY)]
    line = [*git, "log", "--format=%H^", "-S", 'VERSION = "0.2.0"', "-1", "--", "lms/version.py"]
    commit = subprocess.run(line, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    machine.run("git", "clone", "-q", CHECKOUT, old)
    machine.run("git", "-C", old, "checkout", "-q", commit)
    machine.run(f"{old}/deploy/release")
    machine.run(START, "stop")
    machine.sql("DROP DATABASE mafunzo", "CREATE DATABASE mafunzo OWNER mafunzo")
    stored = machine.file("/tmp/stored.sql")
    stored.write_bytes(lzma.decompress(STORED.read_bytes()))
    load = ("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-f", "/tmp/stored.sql", "mafunzo")
    machine.run("runuser", "-u", "mafunzo", "--", *load)
    machine.run("mafunzo-switch", "release", "/srv/mafunzo/releases/0.2.0")
    machine.run("mafunzo", "collectstatic", "--no-input", "--verbosity", "0")
    machine.run(START)
    Visitor(machine).wait()
    return present


def upgrade(machine: Machine, present: str) -> None:
    machine.step(f"Upgrade 0.2.0 to {present} while people read, and back")
    learner = Visitor(machine)
    expect(learner.signs_in("KE-11", OF_THE_STORED) and learner.status("/learn/") == "200", "KE-11 reads nothing")
    with reading({"/sign-in/": Visitor(machine), "/learn/": learner}):
        said = machine.run("mafunzo", "upgrade", present, "--yes")
        expect(re.search(r"migrations: [1-9]", said), "it brought no migration")
        expect(machine.current() == f"/srv/mafunzo/releases/{present}", "the upgrade did not switch")
        broken = machine.file("/srv/mafunzo/releases/0.9.2")  # whose web server does not come
        shutil.copytree(machine.file(f"/srv/mafunzo/releases/{present}"), broken, symlinks=True)
        version = broken / "lms/version.py"
        version.write_text(re.sub(r"^VERSION = .*$", 'VERSION = "0.9.2"', version.read_text(), flags=re.M))
        (broken / ".venv/bin/gunicorn").write_text("#!/bin/sh\nexit 1\n")
        machine.run("mafunzo", "upgrade", "0.9.2", "--yes", "--seconds", "20", statuses=(2,))  # back by itself
        go_back(machine)
        machine.run("mafunzo", "health", "--alert", statuses=(0, 1))
    Visitor(machine).wait()
    machine.run(START, "stop")


def go_back(machine: Machine) -> None:
    """Go back to 0.2.0 by hand, as docs/run/upgrading.md says it, and let it write."""
    machine.run("mafunzo-switch", "release", "/srv/mafunzo/releases/0.2.0")
    for unit in UNITS:
        machine.run("mafunzo-switch", "restart", unit)
    asked = "until curl -s -o /dev/null --unix-socket /run/mafunzo/web-1.sock http://localhost/; do sleep 0.5; done"
    machine.run("timeout", "120", "sh", "-c", asked)
    machine.run("mafunzo-switch", "restart", "mafunzo-web@2")
    expect('"0.2.0"' in Visitor(machine).health()[1], "0.2.0 does not serve")
    made = f"from lms.people.directory.models import User; User.objects.create_user('R-2', '{OWN}', name='R-2')"
    machine.run("mafunzo", "shell", "--no-imports", "-c", made)
    expect(Visitor(machine).signs_in("R-2", OWN), "0.2.0 wrote no person on the database after it")


def build_image(machine: Machine, bare: Path) -> None:
    machine.step("The container image, on this bare Debian in place of a registry's")
    if shutil.which("buildah") is None:
        apt = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "buildah", "crun", "netavark"]
        done = subprocess.run(apt, stdout=subprocess.DEVNULL, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
        if done.returncode:
            print("It is not built: this machine’s mirror has no buildah. A test reads its lines (test_containers.py).")
            return
    with TemporaryDirectory() as store:
        said = served_by_image(machine, bare, Path(store))
    expect('"version": ' in said, f"the image does not serve: {said[-3000:]}")


def served_by_image(machine: Machine, bare: Path, store: Path) -> str:
    """Return what the health of a container says."""
    limits = f'default_ulimits = ["nofile=1024:{resource.getrlimit(resource.RLIMIT_NOFILE)[1]}", "nproc=1024:1024"]'
    (store / "containers.conf").write_text(f"[containers]\n{limits}\n")
    variables = {"STORAGE_DRIVER": "vfs", "BUILDAH_ISOLATION": "chroot", "CONTAINERS_CONF": store / "containers.conf"}

    def image(*arguments: object) -> str:
        line = ["buildah", "--root", store / "images", "--runroot", store / "run", *arguments]
        environment = {**os.environ, **{name: str(value) for name, value in variables.items()}}
        done = subprocess.run(list(map(str, line)), env=environment, capture_output=True, text=True)
        expect(done.returncode == 0, f"buildah {arguments}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout.strip()

    base = image("from", "scratch")
    image("add", "-q", base, bare, "/")
    for file in ("/etc/ssl/certs/ca-certificates.crt", "/etc/pip.conf", "/etc/xdg/pip/pip.conf"):
        if machine.file(file).exists():
            image("copy", "-q", base, machine.file(file), file)
    for one in machine.kept:
        image("config", "--env", one, base)
    image("commit", "-q", "--rm", base, "localhost/bare")
    checkout = machine.file(CHECKOUT)
    files = (
        "--ignorefile",
        checkout / "deploy/Containerfile.containerignore",
        "--file",
        checkout / "deploy/Containerfile",
    )
    options = ("--quiet", "--network", "host", "--pull-never", "--build-arg", "BASE=localhost/bare", *files)
    image("build", *options, "--tag", "localhost/mafunzo", checkout)
    return image("run", image("from", "--pull-never", "localhost/mafunzo"), "--", "sh", "-ec", IN_THE_IMAGE)


def main(root: str, bare: str, *kept: str) -> None:
    machine = Machine(Path(root), list(kept))
    prepare(machine)
    password = install(machine)
    repair(machine)
    sign_in(machine, password)
    try_pages(machine)
    path = restore_beside(machine)
    restore_on_a_bare_machine(machine, path)
    upgrade(machine, bring_back(machine))
    build_image(machine, Path(bare).resolve())
    machine.step("All of it passed")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except Failed as failed:
        sys.exit(f"FAILED: {failed}")
