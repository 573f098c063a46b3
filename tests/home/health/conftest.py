from tests.notices.conftest import mail_server

__all__ = ["mail_server"]
